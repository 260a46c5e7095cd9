/** English: people. */

export default {
  accounts_and_loans: "Accounts and loans",
  all_roles: "All",
  audit_log: "Audit log",
  empty: "No people found.",
  inactive: "Inactive",
  joined: "Joined",
  last_login: "Last sign-in",
  never: "Never",
  new: "New person",
  person: "Person",
  role: "Role",
  search_hint: "Name, e-mail or phone",
  title: "People",
  access: {
    title: "Access",
    active: "May sign in.",
    inactive: "Deactivated: cannot sign in.",
    activate: "Activate",
    deactivate: "Deactivate",
    deactivate_title: "Deactivate {{name}}?",
    deactivate_text: "{{name}} is signed out everywhere and can no longer sign in.",
    factors_removed: "The second factors are removed.",
    remove: "Remove",
    remove_factors: "Remove second factors",
    remove_factors_title: "Remove the second factors?",
    remove_factors_text:
      "For somebody who has lost their devices. Please make sure that it is {{name}} who asks. All passkeys, the authenticator and the recovery codes are removed, and all sessions end.",
  },
  details: {
    title: "Details",
    phone: "Phone",
    own_role: "Nobody changes their own role.",
    role_note: "A change signs the person out everywhere.",
    saved: "The changes are saved.",
  },
  error: {
    last_administrator: "The last administrator cannot be changed.",
    permission_denied: "Only the administrator may create or change managers.",
  },
  sessions: {
    title: "Active sessions",
    empty: "Not signed in anywhere.",
    last_active: "Last active {{time}} · {{ip_address}}",
    sign_out_browser: "Sign out<hidden>, {{browser}}</hidden>",
  },
} as const;
