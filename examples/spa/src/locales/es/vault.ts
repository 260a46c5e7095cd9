/** Spanish: the vault. */

export default {
  account: "Procedencia",
  account_pay_out: "Destinatario",
  available: "{{amount}} en la bóveda.",
  description: "Descripción",
  description_note: "Por ejemplo, el número de la remesa o del comprobante.",
  missing_description: "Escriba una descripción.",
  pay_out: "Pagar efectivo",
  pay_out_title: "Pagar efectivo de la bóveda",
  paid_out: "Se pagaron {{amount}} de la bóveda.",
  receive: "Recibir efectivo",
  receive_title: "Recibir efectivo en la bóveda",
  received: "Se recibieron {{amount}} en la bóveda.",
  title: "Efectivo de la bóveda",
  title_note: "Entre la bóveda y los propietarios del banco, o su cuenta en otro banco.",
  too_much: "En la bóveda solo hay {{amount}}.",

  source: { bank: "Cuenta en otro banco", equity: "Los propietarios del banco" },
};
