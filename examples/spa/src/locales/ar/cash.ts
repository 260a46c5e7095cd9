/** Arabic: cash. */

export default {
  title: "النقد",
  kind: { label: "نوع المعاملة", deposit: "إيداع", withdraw: "سحب" },
  amount_in: "المبلغ بعملة {{currency}}",
  description: "الوصف (اختياري)",
  continue: "متابعة",

  account: {
    label: "حساب العضو",
    hint: "رقم الحساب أو اسم العضو؛ يختار مفتاح Enter النتيجة الأولى",
    none_found: "لم يُعثر على حسابات.",
    frozen: "{{account}}، مجمّد",
    closed: "{{account}}، مغلق",
    own: "{{account}}، حسابك الخاص",
    available: "المتاح: <money />",
    deposits_only: "يقبل الإيداع فقط",
    change: "تغيير الحساب",
  },
  invalid: {
    account: "يُرجى اختيار حساب.",
    funds: "الرصيد غير كافٍ: المتاح هو {{amount}}.",
    limit: "الحد المسموح لأمناء الصناديق هو {{amount}}. يُرجى الرجوع إلى مدير.",
  },
  confirmation: {
    deposit: {
      question: "هل تريد إيداع {{amount}} نقدًا في الحساب {{number}} باسم {{name}}؟",
      action: "إيداع {{amount}}",
    },
    withdraw: {
      question: "هل تريد سحب {{amount}} نقدًا من الحساب {{number}} باسم {{name}}؟",
      action: "سحب {{amount}}",
    },
    description: "الوصف: {{description}}",
    no_description: "بلا وصف.",
    repeat: "أدخل المبلغ مرة أخرى",
    repeat_hint: "هذا مبلغ كبير. إدخاله مرتين يكشف الأخطاء، مثل صفر زائد.",
    not_same: "هذا ليس المبلغ نفسه.",
    processing: "جارٍ التنفيذ…",
    back: "رجوع",
    shortcut: "للتأكيد اضغط على Ctrl+Enter.",
  },
  receipt: {
    deposited: "تم إيداع <money />",
    withdrawn: "تم سحب <money />",
    number: "رقم المعاملة",
    date: "التاريخ",
    account: "الحساب",
    member: "العضو",
    balance: "الرصيد الجديد",
    description: "الوصف",
    next: "معاملة جديدة",
    same_member: "معاملة أخرى للعضو نفسه",
  },
};
