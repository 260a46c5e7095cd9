/** English: the user's own profile. */

export default {
  title: "Profile",
  details: "Personal details",
  language: "Language of pages and mails",
  saved: "Your profile has been saved.",
  email: {
    title: "E-mail address",
    note: "You sign in with {{email}}.",
    sent: "A mail with a link is on its way to {{email}}. The address changes when you open it.",
    new: "New e-mail",
    password: "Your password",
    action: "Change e-mail",
  },
} as const;
