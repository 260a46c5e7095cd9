/** Spanish: cash. */

export default {
  title: "Efectivo",
  kind: { label: "Tipo de operación", deposit: "Depósito", withdraw: "Retiro" },
  amount_in: "Importe en {{currency}}",
  description: "Descripción (opcional)",
  continue: "Continuar",

  account: {
    label: "Cuenta del socio",
    hint: "Número de cuenta o nombre del socio; Intro selecciona el primer resultado",
    none_found: "No se encontraron cuentas.",
    frozen: "{{account}}, bloqueada",
    closed: "{{account}}, cerrada",
    own: "{{account}}, su propia cuenta",
    available: "Disponible: <money />",
    deposits_only: "Solo acepta depósitos",
    change: "Cambiar de cuenta",
  },
  invalid: {
    account: "Seleccione una cuenta.",
    funds: "Fondos insuficientes: hay {{amount}} disponibles.",
    limit: "El límite de los cajeros es de {{amount}}. Consulte a un gerente.",
  },
  confirmation: {
    deposit: {
      question: "¿Depositar {{amount}} en efectivo en la cuenta {{number}} de {{name}}?",
      action: "Depositar {{amount}}",
    },
    withdraw: {
      question: "¿Retirar {{amount}} en efectivo de la cuenta {{number}} de {{name}}?",
      action: "Retirar {{amount}}",
    },
    description: "Descripción: {{description}}",
    no_description: "Sin descripción.",
    repeat: "Escriba el importe de nuevo",
    repeat_hint: "Es un importe elevado. Escribirlo dos veces evita errores como un cero de más.",
    not_same: "No es el mismo importe.",
    processing: "Procesando…",
    back: "Atrás",
    shortcut: "Ctrl+Intro confirma.",
  },
  receipt: {
    deposited: "Depositado: <money />",
    withdrawn: "Retirado: <money />",
    number: "Número de operación",
    date: "Fecha",
    account: "Cuenta",
    member: "Socio",
    balance: "Saldo nuevo",
    description: "Descripción",
    next: "Operación nueva",
    same_member: "Otra operación del mismo socio",
  },
};
