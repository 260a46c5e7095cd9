/** Spanish: people. */

export default {
  accounts_and_loans: "Cuentas y préstamos",
  all_roles: "Todas",
  audit_log: "Registro de auditoría",
  empty: "No se encontraron personas.",
  inactive: "Inactiva",
  joined: "Alta",
  last_login: "Último inicio de sesión",
  never: "Nunca",
  new: "Nueva persona",
  person: "Persona",
  role: "Función",
  search_hint: "Nombre, correo electrónico o teléfono",
  title: "Personas",
  access: {
    title: "Acceso",
    active: "Puede iniciar sesión.",
    inactive: "Desactivada: no puede iniciar sesión.",
    activate: "Activar",
    deactivate: "Desactivar",
    deactivate_title: "¿Desactivar a {{name}}?",
    deactivate_text: "Se cerrarán todas las sesiones de {{name}}, que ya no podrá iniciar sesión.",
    factors_removed: "Se eliminaron los segundos factores.",
    remove: "Eliminar",
    remove_factors: "Eliminar los segundos factores",
    remove_factors_title: "¿Eliminar los segundos factores?",
    remove_factors_text:
      "Para quien ha perdido sus dispositivos. Asegúrese de que es {{name}} quien lo solicita. Se eliminan todas las claves de acceso, la aplicación de autenticación y los códigos de recuperación, y se cierran todas las sesiones.",
  },
  details: {
    title: "Datos",
    phone: "Teléfono",
    own_role: "Nadie cambia su propia función.",
    role_note: "Un cambio cierra todas las sesiones de la persona.",
    saved: "Se guardaron los cambios.",
  },
  error: {
    last_administrator: "No se puede modificar al último administrador.",
    permission_denied: "Solo el administrador puede crear o modificar gerentes.",
  },
  sessions: {
    title: "Sesiones activas",
    empty: "Sin sesiones abiertas.",
    last_active: "Última actividad: {{time}} · {{ip_address}}",
    sign_out_browser: "Cerrar la sesión<hidden>, {{browser}}</hidden>",
  },
};
