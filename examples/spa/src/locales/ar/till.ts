/** Arabic: till. */

export default {
  title: "الصندوق",
  vault: "الخزينة",
  own: "صندوقك",
  all: "جميع الصناديق",
  none: "لا توجد صناديق بعد.",

  count: {
    title: "جرد صندوقك",
    note: "يُسجَّل أي فرق عن الرصيد.",
    counted: "النقد المعدود",
    record: "تسجيل الجرد",
    right: "الجرد مطابق: {{expected}}.",
    short: "عجز قدره {{difference}}. الرصيد المتوقع: {{expected}}. تم تسجيل الفرق.",
    over: "زيادة قدرها {{difference}}. الرصيد المتوقع: {{expected}}. تم تسجيل الفرق.",
  },
  transfer: {
    fund: {
      open: "تزويد بالنقد",
      open_for: "تزويد بالنقد لصندوق {{name}}",
      title: "من الخزينة إلى الصندوق",
      available: "{{name}}. في الخزينة {{amount}}.",
      action: "تزويد الصندوق",
    },
    return: {
      open: "إعادة النقد",
      open_for: "إعادة النقد من صندوق {{name}}",
      title: "من الصندوق إلى الخزينة",
      available: "{{name}}. في الصندوق {{amount}}.",
      action: "إعادة إلى الخزينة",
    },
    too_much: "لا يوجد سوى {{amount}}.",
  },
};
