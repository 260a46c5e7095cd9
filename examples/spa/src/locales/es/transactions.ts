/** Spanish: transactions. */

export default {
  title: "Operación {{id}}",
  from: "De",
  to: "A",
  description: "Descripción",
  booked: "Contabilización",
  value_date: "Fecha valor",
  number: "Número de operación",
  status: { label: "Estado", booked: "Contabilizada", reversed: "Revertida" },
  reverses: { label: "Revierte", link: "Operación {{id}}" },
  reversed_by: "Esta operación se revirtió con la <reversal>operación {{id}}</reversal>.",
  pay_again: "Volver a pagar",
  reverse: {
    open: "Revertir esta operación",
    title: "¿Revertir la operación {{id}}?",
    effect: "Una operación nueva devuelve {{amount}}. Ambas permanecen en la contabilidad.",
    action: "Revertir",
    insufficient_funds: "El dinero ya se gastó: la cuenta que lo recibió no tiene fondos suficientes.",
    not_reversible: "Esto no se puede revertir. En un préstamo, primero deben revertirse los pagos posteriores.",
  },
};
