/** Spanish: transfers. */

export default {
  title: "Transferencia",
  title_for: "Transferencia para {{name}}",
  step: "Paso {{step}} de 3",
  account_not_found: "Cuenta no encontrada.",
  no_account: "No hay ninguna cuenta desde la que pagar. Un cajero puede abrir una.",
  choose_account: "Abra la cuenta desde la que paga el socio y elija «Transferir desde esta cuenta».",
  view_accounts: "Ver las cuentas",

  from: "De",
  to: "A",
  description: "Descripción",
  no_description: "Ninguna",
  number: "Número de operación",

  details: {
    title: "Transferencia nueva",
    from: "Desde la cuenta",
    from_hint: "Seleccione una cuenta",
    available: "Disponible: {{amount}}",
    description: "Descripción (opcional)",
    description_hint: "El destinatario la ve.",
    continue: "Continuar",
  },
  limit: {
    member: {
      hint: "Le quedan {{amount}} de su límite de hoy",
      refusal: "De su límite de hoy le quedan {{amount}}.",
    },
    staff: {
      hint: "Como máximo {{amount}} en un pago",
      refusal: "El límite de los cajeros es de {{amount}}. Consulte a un gerente.",
    },
  },
  missing: { from: "Seleccione una cuenta.", to: "Escriba un número de cuenta." },
  invalid: {
    digits: "Un número de cuenta solo contiene cifras.",
    number: "Este número de cuenta no es válido. Compruebe las cifras.",
    funds: "Fondos insuficientes: desde esta cuenta se pueden pagar {{amount}}.",
  },
  error: {
    account_frozen: "Una de las dos cuentas está bloqueada.",
    account_closed: "Una de las dos cuentas está cerrada.",
  },
  payee: {
    label: "A la cuenta número",
    hint: {
      member: "Escriba un número, o un nombre para buscar entre sus cuentas y los beneficiarios anteriores.",
      staff: "Escriba el número de la cuenta.",
    },
    own: { member: "Sus cuentas", staff: "Cuentas del mismo socio" },
    past: "Pagos anteriores",
  },
  review: {
    title: "Revisión",
    own: { member: "Su propia cuenta: {{account}}", staff: "Cuenta del mismo socio: {{account}}" },
    unknown_name: "No se pudo consultar el nombre del titular. Compruebe el número.",
    execution: "Ejecución",
    immediate: "Inmediata. Los pagos no se pueden cancelar.",
    processing: "Procesando…",
    edit: "Modificar",
    pay: "Pagar ahora",
  },
  receipt: {
    title: "Pago enviado",
    date: "Fecha",
    again: "Hacer otro pago",
    account: "Ver la cuenta",
  },
};
