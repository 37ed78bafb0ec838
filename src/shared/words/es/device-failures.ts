import type { deviceFailures as english } from '../en/device-failures.ts';

export const deviceFailures = {
  'ssh.unreachable': '{host}, puerto {port}, no responde: {reason}. Compruebe la alimentación, el cable y la dirección.',
  'ssh.hung-up':
    '{host} cerró la conexión al abrirla ({when}). Admite pocas conexiones a la vez: espere un momento e inténtelo de nuevo.',
  'ssh.silent':
    '{host} aceptó la conexión y luego no dijo nada durante {seconds} s. Puede estar bloqueado: reinícielo, o espere a que arranque.',
  'ssh.host-key-changed':
    '{host} muestra otra clave que antes ({shown}, conocida: {expected}). Fue restablecido o sustituido, o no es el dispositivo correcto. No se envió nada. Si sabe por qué, olvide su clave e inténtelo de nuevo.',
  'ssh.no-common-algorithm':
    '{host} solo habla algoritmos SSH que ya no son seguros ({reason}). Si confía en esta red, permita los algoritmos antiguos para este único dispositivo.',
  'ssh.sign-in-refused':
    '{host} rechazó «{credential}» (usuario {username}; se probó: {tried}). Compruebe el usuario y la contraseña o la clave.',
  'ssh.no-credential-worked':
    'Ninguna de las credenciales fue aceptada por {host}: {reasons}. Añada la correcta a este dispositivo.',
  'ssh.key-unreadable': 'No se puede leer la clave de «{credential}»: {reason}. Indíquela de nuevo, con su frase de paso.',
  'ssh.agent-unreachable': 'El agente SSH de «{credential}» no responde: {reason}. Inícielo y cargue sus claves.',
  'ssh.command-timed-out':
    '{host} no terminó «{command}» en {seconds} s. Puede estar sobrecargado: inténtelo de nuevo, o reinícielo.',
  'ssh.cut-off': 'Se cortó la conexión con {host}, puerto {port}. Compruebe el cable y vuelva a intentarlo.',
  'ssh.stalled': '{host} no aceptó nada durante {seconds} s, tras {sent} bytes. Compruebe el enlace y vuelva a intentarlo.',
  'ssh.no-sftp': '{host} no ofrece SFTP: {reason}.',
  'ssh.channel-refused': '{host} no abre más canales: {reason}. Cierre otras sesiones en el dispositivo e inténtelo de nuevo.',
  'ssh.too-much': '{host} envió más de {limit:MB} en respuesta a una pregunta: se cortó. Mire qué llena su configuración.',

  'credentials.unknown': 'No existe la credencial {credential}. Puede que se haya quitado.',
  'credentials.name-taken': 'Ya existe una credencial «{name}». Elija otro nombre.',
  'credentials.in-use': '{devices} dispositivos usan «{name}». Quítela primero de ellos.',
  'images.file-unreadable': 'No se puede leer {path}: {reason}. Elija otro archivo.',
  'images.too-large':
    '{name} es mayor ({size:MB}) de lo permitido para imágenes ({limit:MB}). Compruebe el archivo, o aumente el límite.',
  'images.not-firmware': '{name} no es una imagen de firmware sino {kind}. Elija el archivo «sysupgrade».',
  'images.damaged': '{name} está dañado: su suma de control dice {expected}, sus bytes dan {actual}. Consígalo de nuevo.',
  'images.name-too-long': 'El nombre {name} supera los {limit} caracteres. Cambie el nombre del archivo.',
  'images.type-unknown': 'No se conocen placas para {type} y la imagen no nombra ninguna. Elija su tipo.',
  'images.type-taken': 'La compilación {build} ya tiene una imagen de tipo {type}. Quite primero esa.',
  'images.unknown': 'No existe la imagen {image}. Puede que se haya quitado.',
  'images.ambiguous': '{image} está en varias compilaciones: {builds}. Indique la imagen por su id.',
  'images.in-use': '{operations} operaciones están instalando {name}. Espere a que terminen.',
  'builds.unknown': 'No existe la compilación {build}. Compruebe su nombre, o añada una imagen de ella.',
  'builds.ambiguous': 'La compilación {build} está en varias categorías: {categories}. Indique también la categoría.',
  'builds.version-taken': 'La categoría {category} ya tiene una compilación {version}.',
  'builds.os-taken': 'La compilación {build} ya lleva el identificador «{os}»: dos con el mismo no se pueden distinguir.',
  'builds.in-use': 'La compilación {build} tiene {images} imágenes. Quítelas primero.',
  'categories.unknown': 'No existe la categoría {category}.',
  'categories.name-taken': 'Ya existe una categoría {name}. Elija otro nombre.',
  'categories.in-use': 'La categoría {category} tiene {builds} compilaciones. Quítelas primero.',
  'upgrade.no-connection': '{device} no tiene dirección SSH. Asígnele una, con una credencial.',
  'upgrade.no-credentials': '{device} no tiene credencial. Añádale una.',
  'upgrade.deactivated': '{device} está desactivado: no se toca hasta que lo active.',
  'upgrade.already-running': 'La operación {operation} trabaja en {device}. Espere a que termine, o cancélela.',
  'upgrade.options-conflict': '-{first} y -{second} se excluyen. Elija uno.',
  'upgrade.no-devices': 'Ningún dispositivo encaja en esta selección. Cambie los filtros, o indique qué son los dispositivos.',
  'upgrade.no-image': 'La compilación {build} no tiene imagen para {device} ({board}). Añádala.',
  'upgrade.other-category':
    '{device} tiene una imagen de {has}; {build} es de {category}. Elija usted la imagen para pasarlo a ella.',
  'upgrade.other-type':
    '{device} tiene una imagen de tipo {has}, y {build} no tiene ninguna para su placa, solo {images}. Añádala, o elija usted la imagen.',
  'upgrade.several-images': '{build} tiene varias imágenes para {device}: {images}. Elija usted una.',
  'upgrade.board-unknown': 'Aún no se sabe qué es {device}. Hágalo identificar primero, o elija usted la imagen.',
  'upgrade.already-installed': '{device} ya ejecuta {build}. Elija «reinstalar» para escribirlo igualmente.',
  'upgrade.choice-missing': 'Elija una compilación o una imagen.',
  'upgrade.batch-ended': 'El lote {batch} ya ha terminado.',
  'upgrade.nothing-to-retry': 'En el lote {batch} no queda nada que reintentar: lo que falló se ha logrado después.',
  'upgrade.start-too-far': 'Un lote se puede programar con hasta {days} días de antelación. Elija un momento anterior.',

  'upgrade.plan-unknown': 'No existe el plan {plan}. Hágalo de nuevo con «upgrade plan».',
  'upgrade.plan-changed': 'El plan {plan} ya no es lo que se haría: {reason}. Hágalo de nuevo y revíselo.',

  'upgrade.needs-engine': 'Nadie la continuaría: inicie «provdesk serve», o espere aquí a que termine.',

  'upgrade.unknown': 'No existe la operación de actualización {operation}.',
  'upgrade.batch-unknown': 'No existe el lote {batch}.',
  'upgrade.not-running': 'La operación {operation} ya ha terminado.',
  'upgrade.past-no-return':
    'La escritura de {device} ha comenzado: ya no se puede cancelar. Déjelo encendido y espere a que vuelva.',
  'upgrade.cancelled': 'Cancelado antes de la escritura: el dispositivo sigue con lo que tenía.',
  'upgrade.identity-unreadable': '{device} debería ser {expected} y no dice quién es. No se envió nada.',
  'upgrade.wrong-device': 'En esta dirección está {found}, no {expected}. No se envió nada. Compruebe la dirección.',
  'upgrade.not-supported': '{device} no es un dispositivo OpenWrt: no tiene {missing}. No se cambió nada.',
  'upgrade.same-device':
    '{device} y {other} son el mismo dispositivo con dos direcciones. No se envió nada. Elimine uno de ellos.',
  'upgrade.still-flashing': '{device} se está escribiendo en este momento. No se tocó nada. Espere a que se reinicie.',
  'upgrade.wrong-board': '{image} es para {boards}; el dispositivo es {board}. No se envió nada. Elija la imagen de su placa.',
  'upgrade.incompatible':
    '{image} (compatibilidad {wanted}) no puede suceder a lo que {board} ejecuta ({has}): {message}. Hace falta otra vía.',
  'upgrade.needs-reset':
    '{image} no puede conservar la configuración de {board} ({has}, necesita {wanted}): {message}. Elija «no conservar la configuración» (-n).',
  'upgrade.low-memory':
    '{device} tiene {free:MB} de memoria libre y necesita {needed:MB}. No se escribió nada; lo que se detuvo se inicia de nuevo. Reinícielo, o detenga lo que ejecuta.',
  'upgrade.no-room': '{device} tiene {free:MB} libres en {folder} y necesita {needed:MB}. No se escribió nada. Reinícielo.',
  'upgrade.upload-failed': 'No se pudo llevar la imagen a {device}: {reason}. Se eliminó lo que había llegado.',
  'upgrade.upload-mismatch':
    'Lo que llegó a {device} no es lo enviado: {actual} en vez de {expected}. Se eliminó; no se escribió nada.',
  'upgrade.backup-failed':
    'No se pudo obtener la configuración de {device}: {reason}. No se escribió nada. Inténtelo de nuevo, o siga sin copia.',
  'upgrade.no-backup': 'La operación {operation} no obtuvo ninguna configuración de {device}: no se pidió, o no llegó hasta ahí.',
  'upgrade.image-refused': '{device} rechaza la imagen: {reason}. No se escribió. Compruebe que es la correcta.',
  'upgrade.test-ended':
    '{device} terminó su propia prueba de la imagen antes de responder: {reason}. A menudo le falta memoria. No se escribió; inténtelo de nuevo o reinícielo antes.',
  'upgrade.flash-rejected': '{device} rechazó la orden de escritura: {reason}. Sigue con lo que tenía.',
  'upgrade.did-not-flash':
    '{device} aceptó la orden y no se reinició en {seconds} s: sigue con lo que tenía ({release}). Mire su registro e inténtelo de nuevo.',
  'upgrade.old-version-back':
    '{device} se reinició y ejecuta de nuevo {release}, no {expected}. Puede haber vuelto a su otra partición: inténtelo de nuevo.',
  'upgrade.other-version':
    '{device} se reinició con {release}; se esperaba {expected}. Compruebe la imagen y luego el dispositivo.',
  'upgrade.not-back':
    '{device} no ha vuelto {minutes} min después de la escritura. Se sigue vigilando. No corte su alimentación; mire sus luces, y su nueva dirección si no se conservó la configuración.',
  'upgrade.took-too-long':
    'La actualización de {device} no estuvo lista en {minutes} min y se abandonó. El dispositivo sigue con lo que tenía.',
  'upgrade.cut-short':
    'Provdesk se cerró {count} veces seguidas mientras trabajaba en {device}, y lo dejó, pues puede ser la causa. No se escribió nada en el dispositivo. Vea qué lo cerró e inténtelo de nuevo.',
  'upgrade.no-way-to-write': '{device} no acepta archivos ni por cat, ni por scp, ni por SFTP: {reason}. No se escribió nada.',
  'upgrade.batch-not-paused': 'El lote {batch} está {state}: no hay nada que continuar.',

  'devices.unknown': 'No existe el dispositivo {device}. Puede que se haya quitado.',
  'devices.ambiguous': '{count} dispositivos se llaman {device}: {found}. Indique cuál por su dirección o su id.',
  'devices.address-taken':
    '{device} ya está en {host}, puerto {port}. Dé a este dispositivo su propia dirección o desactive el otro.',
  'devices.nameless': 'Un dispositivo necesita su dirección MAC o su dirección SSH.',
  'devices.too-many': 'Ya hay {most} dispositivos. Quite los que ya no existen.',
  'devices.not-serving':
    '{mac} no podría escribir nada: no hay ningún puerto TFTP abierto. Inicie antes «provdesk serve» con TFTP.',
  'devices.parameter-name':
    '«{name}» no puede ser el nombre de un parámetro. Use letras, cifras, puntos, guiones y guiones bajos, {most} como máximo.',
  'devices.parameter-value':
    'El valor de {name} no cabe en una línea de configuración. Dé {most} caracteres como máximo, sin saltos de línea.',
  'devices.parameter-secret':
    '{name} contendría una contraseña o una clave, y las configuraciones se guardan legibles. Ajústelo en el propio dispositivo. No se cambió nada.',
  'devices.parameter-unknown': '{whose} no tiene un parámetro {name} propio que quitar. No se cambió nada.',
  'devices.too-many-parameters': '{whose} tendría más de {most} parámetros. Quite antes algunos.',
  'devices.not-rendered':
    'Provdesk sabe escribir configuraciones para {known}, y no consta que {whose} sea de estos. No se cambió nada.',
  'devices.would-overwrite': '{path} ya contiene otra cosa. Elija otra carpeta, o permita reemplazarlo. No se escribió nada.',
} as const satisfies Record<keyof typeof english, string>;
