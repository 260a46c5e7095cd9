/** English: sign-in, registration and the links in mails. */

export default {
  back: "Back to sign-in",
  never_share: "Never share your password. The bank will never ask you for it.",
  or: "or",
  passkey: "Sign in with a passkey",
  confirm_email: {
    title: "Confirm your new e-mail address",
    note: "From now on you sign in with the new address.",
    done: "Your e-mail address has been changed. All browsers have been signed out. Please sign in with the new address.",
  },
  confirm_registration: {
    title: "Complete your registration",
    note: "Please enter the password that you chose at registration.",
    action: "Complete",
    done: "Your registration is complete.",
    again: "Register again",
  },
  factor: {
    title: "Confirm your sign-in",
    note: "Your password is correct. This account is protected by a second factor.",
    ended: "This sign-in took too long, or had too many wrong codes. Please enter your password again.",
  },
  forgot: {
    link: "Forgot your password?",
    title: "Forgot your password?",
    note: "We send you a link with which you can set a new password.",
    action: "Send the link",
    sent: "If {{email}} belongs to a user of this bank, a mail with a link is on its way. The link sets a new password. Please also look in your spam folder.",
  },
  in_use: {
    title: "Someone else is signed in on this browser",
    text: "You can sign them out on this browser, and your sign-in continues. Their completed payments are not affected.",
    action: "Sign them out",
  },
  link: {
    invalid: "This link is not valid any more. It was used already, replaced by a newer one, or is too old.",
    request: "Request a new link",
  },
  register: {
    link: "Become a member",
    title: "Become a member",
    closed: "Registration is closed. Please contact the branch.",
    action: "Register",
    created: "Your account has been created. You can sign in now.",
    mailed:
      "Please check your mail: a message to {{email}} contains a link that completes the registration. It is valid for 24 hours.",
  },
  reset: {
    title: "Set your password",
    action: "Set the password",
    done: "Your password has been set. All browsers have been signed out.",
  },
} as const;
