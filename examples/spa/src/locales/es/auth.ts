/** Spanish: sign-in, registration and the links in mails. */

export default {
  back: "Volver al inicio de sesión",
  never_share: "No comparta nunca su contraseña. El banco nunca se la pedirá.",
  or: "o",
  passkey: "Iniciar sesión con una clave de acceso",
  confirm_email: {
    title: "Confirme su nuevo correo electrónico",
    note: "A partir de ahora iniciará sesión con la nueva dirección.",
    done: "Su correo electrónico se ha cambiado. Se cerró la sesión en todos los navegadores. Inicie sesión con la nueva dirección.",
  },
  confirm_registration: {
    title: "Complete su registro",
    note: "Escriba la contraseña que eligió al registrarse.",
    action: "Completar",
    done: "Su registro está completo.",
    again: "Registrarse de nuevo",
  },
  factor: {
    title: "Confirme su inicio de sesión",
    note: "Su contraseña es correcta. Esta cuenta está protegida con un segundo factor.",
    ended: "El inicio de sesión tardó demasiado o hubo demasiados códigos incorrectos. Escriba su contraseña de nuevo.",
  },
  forgot: {
    link: "¿Olvidó su contraseña?",
    title: "¿Olvidó su contraseña?",
    note: "Le enviaremos un enlace con el que podrá establecer una contraseña nueva.",
    action: "Enviar el enlace",
    sent: "Si {{email}} pertenece a un usuario de este banco, recibirá un mensaje con un enlace. El enlace establece una contraseña nueva. Revise también su carpeta de correo no deseado.",
  },
  in_use: {
    title: "Otra persona ha iniciado sesión en este navegador",
    text: "Puede cerrar su sesión en este navegador y continuar con la suya. Los pagos que ya realizó no se verán afectados.",
    action: "Cerrar esa sesión",
  },
  link: {
    invalid: "Este enlace ya no es válido. Ya se usó, se sustituyó por uno más reciente o es demasiado antiguo.",
    request: "Solicitar un enlace nuevo",
  },
  register: {
    link: "Hacerse socio",
    title: "Hacerse socio",
    closed: "El registro está cerrado. Comuníquese con la sucursal.",
    action: "Registrarse",
    created: "Su cuenta se ha creado. Ya puede iniciar sesión.",
    mailed:
      "Revise su correo: un mensaje enviado a {{email}} contiene un enlace que completa el registro. Es válido durante 24 horas.",
  },
  reset: {
    title: "Establezca su contraseña",
    action: "Establecer la contraseña",
    done: "Su contraseña se ha establecido. Se cerró la sesión en todos los navegadores.",
  },
};
