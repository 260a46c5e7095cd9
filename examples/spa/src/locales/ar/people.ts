/** Arabic: people. */

export default {
  accounts_and_loans: "الحسابات والقروض",
  all_roles: "الكل",
  audit_log: "سجل التدقيق",
  empty: "لم يُعثر على أشخاص.",
  inactive: "غير نشط",
  joined: "تاريخ الانضمام",
  last_login: "آخر تسجيل دخول",
  never: "أبدًا",
  new: "شخص جديد",
  person: "شخص",
  role: "الدور",
  search_hint: "الاسم أو البريد الإلكتروني أو الهاتف",
  title: "الأشخاص",
  access: {
    title: "حق الوصول",
    active: "يمكنه تسجيل الدخول.",
    inactive: "معطّل: لا يمكنه تسجيل الدخول.",
    activate: "تفعيل",
    deactivate: "تعطيل",
    deactivate_title: "هل تريد تعطيل {{name}}؟",
    deactivate_text: "سيتم تسجيل خروج {{name}} من كل مكان، ولن يعود تسجيل الدخول ممكنًا.",
    factors_removed: "تمت إزالة وسائل التحقق الثانية.",
    remove: "إزالة",
    remove_factors: "إزالة وسائل التحقق الثانية",
    remove_factors_title: "هل تريد إزالة وسائل التحقق الثانية؟",
    remove_factors_text:
      "لمن فقد أجهزته. يُرجى التأكد من أن {{name}} هو صاحب الطلب. ستُزال جميع مفاتيح المرور وتطبيق المصادقة ورموز الاسترداد، وستنتهي جميع الجلسات.",
  },
  details: {
    title: "التفاصيل",
    phone: "الهاتف",
    own_role: "لا يغيّر أحد دوره بنفسه.",
    role_note: "يؤدي التغيير إلى تسجيل خروج الشخص من كل مكان.",
    saved: "تم حفظ التغييرات.",
  },
  error: {
    last_administrator: "لا يمكن تغيير المسؤول الأخير.",
    permission_denied: "لا يجوز إلا للمسؤول إنشاء المديرين أو تغييرهم.",
  },
  sessions: {
    title: "الجلسات النشطة",
    empty: "لا توجد جلسات مفتوحة.",
    last_active: "آخر نشاط: {{time}} · {{ip_address}}",
    sign_out_browser: "تسجيل الخروج<hidden>، {{browser}}</hidden>",
  },
};
