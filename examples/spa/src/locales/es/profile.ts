/** Spanish: the user's own profile. */

export default {
  title: "Perfil",
  details: "Datos personales",
  language: "Idioma de las páginas y los mensajes",
  saved: "Su perfil se ha guardado.",
  email: {
    title: "Correo electrónico",
    note: "Usted inicia sesión con {{email}}.",
    sent: "Se ha enviado a {{email}} un mensaje con un enlace. La dirección cambiará cuando lo abra.",
    new: "Nuevo correo electrónico",
    password: "Su contraseña",
    action: "Cambiar el correo",
  },
};
