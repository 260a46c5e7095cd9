/** Arabic: the frame of the pages. */

export default {
  address_unknown: {
    title: "الصفحة غير موجودة",
    text: "لا توجد صفحة في هذا العنوان.",
    link: "الانتقال إلى النظرة العامة",
  },
  cash_desk: "شباك الصندوق",
  idle: {
    title: "هل ما زلت هنا؟",
    text: "حفاظًا على أمانك، سيتم تسجيل خروجك بعد <timer>{{time}}</timer>.",
    stay: "البقاء مسجلاً",
  },
  load_error: {
    title: "تعذّر تحميل هذه الصفحة",
    text: "بياناتك بأمان. يُرجى إعادة تحميل الصفحة.",
    reload: "إعادة التحميل",
  },
  menu: {
    close: "إغلاق القائمة",
    open: "فتح القائمة",
    name: "القائمة الرئيسية",
    skip: "الانتقال إلى المحتوى الرئيسي",
    accounts: "الحسابات",
    audit_log: "سجل التدقيق",
    cash_desk: "شباك الصندوق",
    loans: "القروض",
    members: "الأعضاء",
    overview: "نظرة عامة",
    people: "الأشخاص",
    reports: "التقارير",
    security: "الأمان",
    till: "الصندوق",
    transfer: "تحويل",
  },
  payments: {
    title: "مدفوعات حالتها غير معروفة",
    made: "تم تنفيذ الدفعة.",
    not_made: "لم يتم تنفيذ الدفعة. {{error}}",
  },
  user: {
    name: "حسابك، {{name}}",
    profile: "الملف الشخصي",
    appearance: "المظهر",
    scheme: { auto: "حسب النظام", light: "فاتح", dark: "داكن" },
  },
};
