/** Arabic: transfers. */

export default {
  title: "تحويل",
  title_for: "تحويل لصالح {{name}}",
  step: "الخطوة {{step}} من 3",
  account_not_found: "الحساب غير موجود.",
  no_account: "لا يوجد حساب للدفع منه. يمكن لأمين صندوق فتح حساب.",
  choose_account: "افتح الحساب الذي يدفع منه العضو، واختر «تحويل من هذا الحساب».",
  view_accounts: "عرض الحسابات",

  from: "من",
  to: "إلى",
  description: "الوصف",
  no_description: "لا يوجد",
  number: "رقم المعاملة",

  details: {
    title: "تحويل جديد",
    from: "من حساب",
    from_hint: "اختر حسابًا",
    available: "المتاح: {{amount}}",
    description: "الوصف (اختياري)",
    description_hint: "يراه المستلم.",
    continue: "متابعة",
  },
  limit: {
    member: {
      hint: "المتبقي من حد اليوم: {{amount}}",
      refusal: "المتبقي من حدك لهذا اليوم هو {{amount}}.",
    },
    staff: {
      hint: "{{amount}} كحد أقصى في الدفعة الواحدة",
      refusal: "الحد المسموح لأمناء الصناديق هو {{amount}}. يُرجى الرجوع إلى مدير.",
    },
  },
  missing: { from: "يُرجى اختيار حساب.", to: "يُرجى إدخال رقم حساب." },
  invalid: {
    digits: "يتكوّن رقم الحساب من أرقام فقط.",
    number: "رقم الحساب هذا غير صحيح. يُرجى التحقق من الأرقام.",
    funds: "الرصيد غير كافٍ: يمكن دفع {{amount}} من هذا الحساب.",
  },
  error: {
    account_frozen: "أحد الحسابين مجمّد.",
    account_closed: "أحد الحسابين مغلق.",
  },
  payee: {
    label: "إلى الحساب رقم",
    hint: {
      member: "أدخل رقمًا، أو اسمًا للبحث في حساباتك والمستفيدين السابقين.",
      staff: "أدخل رقم الحساب.",
    },
    own: { member: "حساباتك", staff: "حسابات العضو نفسه" },
    past: "مستفيدون سابقون",
  },
  review: {
    title: "المراجعة",
    own: { member: "حسابك: {{account}}", staff: "حساب للعضو نفسه: {{account}}" },
    unknown_name: "تعذّر البحث عن اسم صاحب الحساب. يُرجى التحقق من الرقم.",
    execution: "التنفيذ",
    immediate: "فوري. لا يمكن إلغاء الدفعات.",
    processing: "جارٍ التنفيذ…",
    edit: "تعديل",
    pay: "ادفع الآن",
  },
  receipt: {
    title: "تم إرسال الدفعة",
    date: "التاريخ",
    again: "إجراء دفعة أخرى",
    account: "عرض الحساب",
  },
};
