/** Spanish: till. */

export default {
  title: "Caja",
  vault: "Bóveda",
  own: "Su caja",
  all: "Todas las cajas",
  none: "Todavía no hay cajas.",

  count: {
    title: "Arqueo de su caja",
    note: "Si hay una diferencia con el saldo, se registra.",
    counted: "Efectivo contado",
    record: "Registrar el arqueo",
    right: "El arqueo cuadra: {{expected}}.",
    short: "Faltan {{difference}}. Saldo esperado: {{expected}}. La diferencia queda registrada.",
    over: "Sobran {{difference}}. Saldo esperado: {{expected}}. La diferencia queda registrada.",
  },
  transfer: {
    fund: {
      open: "Entregar efectivo",
      open_for: "Entregar efectivo a la caja de {{name}}",
      title: "De la bóveda a la caja",
      available: "{{name}}. En la bóveda hay {{amount}}.",
      action: "Entregar a la caja",
    },
    return: {
      open: "Devolver efectivo",
      open_for: "Devolver efectivo de la caja de {{name}}",
      title: "De la caja a la bóveda",
      available: "{{name}}. En la caja hay {{amount}}.",
      action: "Devolver a la bóveda",
    },
    too_much: "Solo hay {{amount}}.",
  },
};
