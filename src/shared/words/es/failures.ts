import type { failures as english } from '../en/failures.ts';
import { deviceFailures } from './device-failures.ts';

/** One sentence each: what is wrong, then what to do. `{name}` is a fact of the failure. */
export const failures = {
  'contract.unknown-call':
    'No existe ninguna llamada «{name}». La ventana y el motor son de versiones distintas: reinicie Provdesk.',
  'contract.invalid-input': '«{field}» no es válido: {reason}. Corríjalo y vuelva a intentarlo.',
  'contract.connection-lost': 'Se perdió la conexión con el motor de Provdesk. Se restablece sola en cuanto el motor funcione.',
  'internal.unexpected': 'Algo falló dentro de Provdesk: {reason}. Comuníquelo adjuntando el registro técnico.',

  'engine.data-folder-in-use': 'Otro Provdesk (proceso {pid}) usa {dataDir}. Ciérrelo, o elija otra carpeta de datos con --data.',
  'engine.stopping': 'Provdesk se está cerrando. Inténtelo de nuevo cuando se haya reiniciado.',
  'store.unreadable': 'Provdesk no puede leer o escribir {path}: {reason}. Compruebe el disco y los permisos de esa carpeta.',
  'store.newer-version':
    'Los datos de {path} los escribió un Provdesk más nuevo (formato {found}, este lee hasta {supported}). Actualice Provdesk.',
  'store.disk-full': 'El disco está lleno: no se pudo escribir {path}. Libere espacio y vuelva a intentarlo.',
  'store.busy':
    'No se pudo escribir {path} a tiempo: el disco es muy lento, u otro programa retiene el archivo. Espere un momento y vuelva a intentarlo.',
  'store.no-room':
    'Hay que descargar {needed:MB} y en este disco quedan {free:MB} libres. Libere espacio, o elija menos paquetes.',
  'store.limit-reached':
    'Se superaría en {over:MB} el límite de {limit:MB} para archivos guardados, incluso quitando todo lo que no se usa. Suba el límite, o desinstale lo que ya no haga falta.',
  'store.content-damaged': 'La copia guardada de {sha256} está dañada y se ha quitado. Instale de nuevo su paquete.',
  'secrets.unavailable':
    'Este sistema no tiene un lugar seguro para contraseñas: {reason}. Configure su llavero, inicie sesión de nuevo en el sistema y vuelva a abrir Provdesk. No se cambió nada.',
  'secrets.passphrase-needed':
    'Las contraseñas de {path} están protegidas con una frase de paso. Inicie Provdesk con ella en PROVDESK_PASSPHRASE.',
  'secrets.passphrase-wrong':
    'La frase de paso de PROVDESK_PASSPHRASE no abre {path}. No se cambió nada: inicie Provdesk con la correcta.',
  'secrets.key-missing':
    'No se puede abrir {path}: su clave {key} falta o es otra. Devuelva la clave a su sitio, o elimine {path} y vuelva a escribir las contraseñas.',
  'secrets.damaged':
    '{path} se modificó o está dañado, y se dejó como está. Restaure una copia, o elimínelo y vuelva a escribir las contraseñas.',
  'path.outside-root': '«{path}» sale de su carpeta y fue rechazado.',

  'ui.not-available': 'Este motor no tiene ventana en el navegador. Inícielo con «provdesk serve».',
  'ui.token-refused': 'Este enlace ya se usó o ha caducado. Pida uno nuevo con «provdesk status».',

  'rest.address-not-loopback':
    'La API REST es solo para programas de este equipo, y otros pueden llegar a {address}. Elija 127.0.0.1 o [::1].',
  'rest.token-unreadable':
    'No se puede leer ningún token de {path}: {reason}. Escriba en él una línea de 16 a 200 letras, cifras o signos.',
  'rest.too-many-operations':
    'Se siguen {limit} operaciones y ninguna ha terminado. Espere a que termine una y vuelva a intentarlo.',
  'console.statement-failed': '«{statement}» no se puede ejecutar: {reason}. «help» muestra lo que hay.',

  'serving.port-in-use': 'El puerto {port} de {address} ({protocol}) lo ocupa {owner}. Detenga ese programa o elija otro puerto.',
  'serving.port-forbidden':
    'Esta cuenta no puede abrir el puerto {port} de {address} ({protocol}). Elija un puerto superior a 1023, o conceda el permiso para abrir puertos bajos.',
  'serving.address-unavailable': 'La dirección {address} no está en este equipo ahora. Conecte el cable o elija otra interfaz.',
  'serving.worker-died': 'El proceso de servicio se detuvo de forma inesperada: {reason}. Inicie el servicio de nuevo.',
  'serving.folder-unreadable': 'No se puede servir la carpeta {path}: {reason}. Compruebe que existe y que se puede leer.',
  'serving.nothing-to-test':
    'En estas direcciones no se sirve nada, así que no hay nada que probar. Inicie el servicio y pruebe de nuevo.',
  'serving.too-many-tests': 'Ya esperan {most} pruebas de otras direcciones. Vuelva a probar cuando hayan terminado.',

  'test.no-answer':
    '{url} no respondió durante {seconds} s. Puede que un cortafuegos lo retenga: permita el puerto {protocol} {port} y compruebe que el equipo que responde está encendido y en esta red.',
  'test.port-closed':
    'Nada responde en {url}: el puerto está cerrado. Inicie allí el servidor; si ya funciona, un cortafuegos rechaza el puerto {protocol} {port}: permítalo.',
  'test.refused': '{url} fue rechazado: {reason}. Compruebe el nombre del archivo y si ese servidor se lo da a este equipo.',
  'test.other-content':
    '{url} dio otros bytes que los servidos ({actual} de {expected}). Otro programa responde en esta dirección, o algo cambia los archivos por el camino: deténgalo y pruebe de nuevo.',
  'test.other-server':
    '{url} no responde como Provdesk: {answer}. Si otro programa tiene este puerto, deténgalo o sirva en otro puerto; si el servidor está ocupado, pruebe más tarde.',
  'test.broke-off': '{url} se interrumpió tras {bytes} bytes: {reason}. Compruebe el cable y la red y pruebe de nuevo.',
  'test.too-large': '{url} es mayor que los {limit:MB} que obtiene una prueba. Elija un archivo más pequeño.',
  'test.url-invalid':
    '«{url}» no es una dirección de la que obtener archivos. Escriba tftp://equipo/archivo, http://equipo/archivo o https://equipo/archivo.',

  'source.url-invalid':
    '«{url}» no es una dirección de la que Provdesk pueda descargar. Use http://, https://, ftp:// o file://.',
  'source.credentials-in-url':
    'La dirección de {host} contiene un nombre de usuario o una contraseña. Indíquela sin ellos: se guardaría sin cifrar.',
  'source.unreachable': 'No se puede llegar a {url}: {reason}. Compruebe la red y la dirección.',
  'source.status':
    '{url} respondió {status}. Puede que el archivo se haya movido: compruebe la dirección o pregunte al responsable del servidor.',
  'source.stalled': '{url} no envió nada durante {seconds} s. Compruebe la red y vuelva a intentarlo.',
  'source.cut-off': '{url} se detuvo tras {actual} de {expected} bytes. Vuelva a intentarlo.',
  'source.too-large': '{url} supera los {limit} bytes permitidos. Pregunte al responsable del servidor.',
  'source.redirected-too-often':
    '{url} lleva de una dirección a otra más de {limit} veces. Compruebe la dirección o pregunte al responsable del servidor.',
  'source.sign-in-needed':
    '{host} pide un nombre de usuario y una contraseña para {url}. Escríbalos en Ajustes, Proxies y accesos, o con «provdesk network credential {host} --user NOMBRE».',
  'source.sign-in-refused':
    '{host} no aceptó el nombre de usuario y la contraseña guardados ({url}). Corríjalos en Ajustes, Proxies y accesos, o con «provdesk network credential {host} --user NOMBRE».',
  'source.sign-in-unsupported':
    '{host} pide un acceso que Provdesk no conoce ({schemes}) para {url}. Descargue el archivo con un navegador y añádalo con «provdesk files add», o pregunte al responsable del servidor.',
  'source.proxy-unreachable':
    'No se puede llegar al proxy {proxy}: {reason}. Compruebe la red y el proxy en Ajustes, Proxies y accesos. No se consultó {url}.',
  'source.proxy-stalled':
    'El proxy {proxy} no envió nada de {url} durante {seconds} s. Compruebe el proxy en Ajustes, Proxies y accesos, y vuelva a intentarlo.',
  'source.proxy-status':
    'El proxy {proxy} no abrió el camino a {url}: respondió {status}. Pregunte al responsable de la red, o elija otro proxy en Ajustes, Proxies y accesos.',
  'source.proxy-sign-in-needed':
    'El proxy {proxy} pide un nombre de usuario y una contraseña. Escríbalos en Ajustes, Proxies y accesos, o con «provdesk network credential {proxy} --user NOMBRE».',
  'source.proxy-sign-in-refused':
    'El proxy {proxy} no aceptó el nombre de usuario y la contraseña guardados. Corríjalos en Ajustes, Proxies y accesos, o con «provdesk network credential {proxy} --user NOMBRE».',
  'source.proxy-page':
    'El proxy {proxy} dio una página propia en lugar de {url}. Abra cualquier página en un navegador: quizá pida identificarse en la red. Después vuelva a intentarlo.',
  'network.proxy-invalid': 'Esta no es la dirección de un proxy para {proxy}. Escríbala como http://host:puerto, sin ruta.',
  'network.no-credential':
    'No hay ningún acceso guardado para {host}. Compruebe el nombre: se escribe como en la lista de accesos.',

  'plugins.no-server': 'No hay ningún servidor de complementos. Escriba primero su dirección.',
  'plugins.server-invalid': '«{url}» no es la dirección de un servidor de complementos. Use http://, https:// o file://.',
  'plugins.no-index': 'La lista de complementos aún no se ha descargado. Actualícela primero.',
  'plugins.index-invalid':
    'No se puede leer la lista de complementos de {url}: {reason}. Se conserva la que tenía. Pregunte al responsable del servidor.',
  'plugins.entry-invalid':
    'La entrada del servidor para {plugin} no se puede usar: {reason}. Pregunte al responsable del servidor.',
  'plugins.unknown': 'No hay ningún complemento llamado {plugin} en el servidor. Actualice la lista o compruebe el nombre.',
  'plugins.already-installed': '{plugin} {version} ya está instalado. No se cambió nada.',
  'plugins.not-installed': '{plugin} no está instalado. Instálelo primero.',
  'plugins.none-installed': 'No hay ningún complemento instalado. Instale uno primero.',
  'plugins.none-of-vendor':
    'Ningún complemento instalado es para {vendor}. Instale uno de ese fabricante, o compruebe el nombre.',
  'plugins.file-unreadable': 'No se puede leer {path}: {reason}. Compruebe el nombre y los permisos de ese archivo.',
  'plugins.archive-mismatch':
    'El archivo de {plugin} no es el anunciado: se esperaba {what} {expected} y se obtuvo {actual}. No se usó. Pregunte al responsable del servidor.',
  'plugins.archive-invalid': 'El archivo de {plugin} no es un complemento: {reason}. Pregunte al responsable del servidor.',
  'plugins.info-invalid': 'No se puede leer el plugin-info de {plugin}: {reason}. Pregunte al autor del complemento.',
  'plugins.interface-unsupported':
    '{plugin} necesita la interfaz de complementos {needed}, Provdesk tiene la {supported}. Pida otra versión.',
  'plugins.packages-invalid': '{plugin}: {file}, línea {line}: {reason}. Pregunte al autor del complemento.',
  'plugins.nothing-to-roll-back': 'No hay una versión anterior de {plugin} a la que volver. Solo una actualización deja una.',
  'plugins.busy': 'Otra operación está cambiando {plugin}. Espere a que termine.',

  'packages.unknown': '{plugin} no tiene ningún paquete llamado {package}. Compruebe el nombre.',
  'packages.none': '{plugin} no tiene ningún paquete para {models}. Compruebe el modelo, o instale los paquetes por su nombre.',
  'packages.none-for-models':
    'Ninguno de estos complementos tiene un paquete para {models}. Compruebe el modelo, o instale los paquetes por su nombre.',
  'packages.not-installed': '{package} de {plugin} no está instalado.',
  'packages.invalid': '{package} de {plugin} no se puede instalar: {reason}. Pregunte al autor del complemento.',
  'packages.file-missing':
    '{file} no tiene dirección de descarga. Consígalo del fabricante y tráigalo: en Archivos, en la ventana, o con «provdesk files add».',
  'packages.downloader-unknown':
    '{file} debe descargarse con «{downloader}», que Provdesk no tiene. Consígalo del fabricante y añádalo con «provdesk files add».',
  'packages.size-mismatch':
    '{file}: se esperaban {expected} bytes y llegaron {actual}. El archivo no se usó. Pregunte al responsable del servidor.',
  'packages.digest-mismatch':
    '{file}: se esperaba SHA-1 {expected} y se obtuvo {actual}. El archivo no se usó. Pregunte al responsable del servidor.',
  'packages.step-failed':
    '{package}: el paso «{step}» de {procedure} falló en {file}: se esperaba {expected}, se encontró {actual}. Pregunte al autor del complemento.',

  'files.other-size':
    '{file}: el plugin declara {expected} bytes, este archivo tiene {actual}. No se ha usado. Traiga la versión que indica el plugin.',
  'files.other-content':
    '{file}: su contenido no es el que declara el plugin (resumen {expected}, este archivo tiene {actual}). No se ha usado. Traiga la versión que indica el plugin.',
  'files.not-wanted':
    '{path} no es un archivo que pida un paquete de un complemento instalado. Instale primero su complemento o compruebe de qué archivo se trata.',
  'files.too-large':
    '{path} tiene {size} bytes; un navegador puede entregar {limit} como máximo. Use «provdesk files add» en el equipo donde se ejecuta Provdesk.',
  'files.too-many-uploads': 'Se están entregando demasiados archivos a la vez. Espere a que termine uno y vuelva a intentarlo.',

  'archive.truncated': '{archive} termina antes de tiempo, tras {actual} bytes. Descárguelo de nuevo o pregunte a quien lo hizo.',
  'archive.unreadable': '{archive} no es un archivo {format} que se pueda leer: {reason}. Pregunte a quien lo hizo.',
  'archive.unsafe-member': '{archive} contiene «{member}», que fue rechazado: {reason}. No se usó nada de él.',
  'archive.too-large': '{archive} se descomprime en más de lo permitido: {what} {actual}, límite {limit}. No se usó nada de él.',

  'repo.no-plugins': '{path} no contiene ningún plugin: ninguna de sus carpetas tiene plugin-info. Compruebe la ruta.',
  'repo.no-archives': '{path} no contiene ningún archivo comprimido de un plugin. Compruebe la ruta o construya uno antes.',
  'repo.plugin-invalid':
    '{plugin}: {file}, línea {line}: {reason}. Errores en total: {count}; «provdesk repo check» los enumera.',
  'repo.unsafe-source': '{plugin} contiene «{member}», que no se puede empaquetar: {reason}. Elimínelo o cámbiele el nombre.',
  'repo.already-there': '{path} ya existe y no se ha modificado. Elija otro nombre o elimínelo antes.',
  'repo.unknown-file': '{plugin} no define ningún archivo {file}. Compruebe el nombre en su pkgs.db.',
  'repo.not-found': 'No hay ningún archivo comprimido de {plugin} en {folder}. Compruebe el nombre o constrúyalo antes.',
  'repo.not-newer':
    '{folder} ya tiene {plugin} {there} y {version} no es más reciente. Aumente la versión: quien la tiene no vuelve a descargarla.',

  ...deviceFailures,

  'operations.unknown': 'No existe la operación {operation}.',
  'operations.not-running': 'La operación {operation} ya ha terminado.',
  'operations.nothing-to-retry': 'Nada falló en la operación {operation}, así que no hay nada que reintentar.',
  'operations.none-unfinished': 'Ninguna instalación quedó sin terminar, así que no hay nada que continuar.',
  'operations.cancelled': 'Cancelado. Lo que ya estaba hecho se conserva, lo empezado se ha deshecho.',
  'operations.interrupted':
    'Provdesk se detuvo antes de terminar. Iníciela de nuevo: lo que ya está aquí no se descarga dos veces.',
} as const satisfies Record<keyof typeof english, string>;
