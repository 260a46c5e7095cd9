/** Arabic: transactions. */

export default {
  title: "المعاملة {{id}}",
  from: "من",
  to: "إلى",
  description: "الوصف",
  booked: "وقت القيد",
  value_date: "تاريخ القيمة",
  number: "رقم المعاملة",
  status: { label: "الحالة", booked: "مقيّدة", reversed: "معكوسة" },
  reverses: { label: "تعكس", link: "المعاملة {{id}}" },
  reversed_by: "تم عكس هذه المعاملة <reversal>بالمعاملة {{id}}</reversal>.",
  pay_again: "الدفع مرة أخرى",
  reverse: {
    open: "عكس هذه المعاملة",
    title: "هل تريد عكس المعاملة {{id}}؟",
    effect: "تعيد معاملة جديدة مبلغ {{amount}}. تبقى المعاملتان في الدفاتر.",
    action: "عكس",
    insufficient_funds: "أُنفق المبلغ: لا يوجد رصيد كافٍ في الحساب الذي تلقاه.",
    not_reversible: "لا يمكن عكس هذا. في القروض يجب عكس الدفعات اللاحقة أولاً.",
  },
};
