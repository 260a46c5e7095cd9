/** Spanish: the frame of the pages. */

export default {
  address_unknown: {
    title: "Página no encontrada",
    text: "No hay ninguna página en esta dirección.",
    link: "Ir al resumen",
  },
  cash_desk: "Ventanilla",
  idle: {
    title: "¿Sigue usted ahí?",
    text: "Por su seguridad, la sesión se cerrará en <timer>{{time}}</timer>.",
    stay: "Mantener la sesión",
  },
  load_error: {
    title: "No se pudo cargar esta página",
    text: "Sus datos están seguros. Vuelva a cargar la página.",
    reload: "Volver a cargar",
  },
  menu: {
    close: "Cerrar el menú",
    open: "Abrir el menú",
    name: "Principal",
    skip: "Ir al contenido principal",
    accounts: "Cuentas",
    audit_log: "Registro de auditoría",
    cash_desk: "Ventanilla",
    loans: "Préstamos",
    members: "Socios",
    overview: "Resumen",
    people: "Personas",
    reports: "Informes",
    security: "Seguridad",
    till: "Caja",
    transfer: "Transferir",
  },
  payments: {
    title: "Pagos con estado desconocido",
    made: "El pago se realizó.",
    not_made: "El pago no se realizó. {{error}}",
  },
  user: {
    name: "Su cuenta de usuario, {{name}}",
    profile: "Perfil",
    appearance: "Apariencia",
    scheme: { auto: "Sistema", light: "Claro", dark: "Oscuro" },
  },
};
