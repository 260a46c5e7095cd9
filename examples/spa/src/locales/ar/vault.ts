/** Arabic: the vault. */

export default {
  account: "مصدر النقد",
  account_pay_out: "المستلم",
  available: "في الخزينة {{amount}}.",
  description: "الوصف",
  description_note: "مثل رقم صندوق النقد أو رقم الإيصال.",
  missing_description: "يرجى إدخال وصف.",
  pay_out: "صرف نقد",
  pay_out_title: "صرف نقد من الخزينة",
  paid_out: "صُرف {{amount}} من الخزينة.",
  receive: "استلام نقد",
  receive_title: "استلام نقد في الخزينة",
  received: "استُلم {{amount}} في الخزينة.",
  title: "نقد الخزينة",
  title_note: "بين الخزينة ومالكي البنك، أو حسابه لدى بنك آخر.",
  too_much: "لا يوجد في الخزينة سوى {{amount}}.",

  source: { bank: "حساب لدى بنك آخر", equity: "مالكو البنك" },
};
