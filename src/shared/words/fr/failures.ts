import type { failures as english } from '../en/failures.ts';
import { deviceFailures } from './device-failures.ts';

/** One sentence each: what is wrong, then what to do. `{name}` is a fact of the failure. */
export const failures = {
  'contract.unknown-call':
    'Il n’existe aucun appel nommé « {name} ». La fenêtre et le moteur sont de versions différentes : redémarrez Provdesk.',
  'contract.invalid-input': '« {field} » n’est pas valable : {reason}. Corrigez et réessayez.',
  'contract.connection-lost':
    'La connexion au moteur de Provdesk est perdue. Elle se rétablit d’elle-même dès que le moteur tourne.',
  'internal.unexpected': 'Un problème est survenu dans Provdesk : {reason}. Signalez-le en joignant le journal technique.',

  'engine.data-folder-in-use':
    'Un autre Provdesk (processus {pid}) utilise {dataDir}. Fermez-le, ou choisissez un autre dossier de données avec --data.',
  'engine.stopping': 'Provdesk s’arrête. Réessayez une fois qu’il a redémarré.',
  'store.unreadable': 'Provdesk ne peut ni lire ni écrire {path} : {reason}. Vérifiez le disque et les droits sur ce dossier.',
  'store.newer-version':
    'Les données de {path} ont été écrites par un Provdesk plus récent (format {found}, celui-ci lit jusqu’à {supported}). Mettez Provdesk à jour.',
  'store.disk-full': 'Le disque est plein : {path} n’a pas pu être écrit. Libérez de la place et réessayez.',
  'store.busy':
    '{path} n’a pas pu être écrit à temps : le disque est très lent, ou un autre programme retient le fichier. Attendez un instant et réessayez.',
  'store.no-room':
    'Il faut télécharger {needed:Mo} et {free:Mo} sont libres sur ce disque. Libérez de la place, ou choisissez moins de paquets.',
  'store.limit-reached':
    'La limite de {limit:Mo} pour les fichiers conservés serait dépassée de {over:Mo}, même après le retrait de tout ce qui ne sert pas. Relevez la limite, ou désinstallez ce qui ne sert plus.',
  'store.content-damaged': 'La copie conservée de {sha256} est abîmée et a été retirée. Réinstallez son paquet.',
  'secrets.unavailable':
    'Ce système n’a pas d’endroit sûr pour les mots de passe : {reason}. Mettez en place son trousseau, rouvrez la session et relancez Provdesk. Rien n’a été changé.',
  'secrets.passphrase-needed':
    'Les mots de passe de {path} sont verrouillés par une phrase secrète. Lancez Provdesk avec celle-ci dans PROVDESK_PASSPHRASE.',
  'secrets.passphrase-wrong':
    'La phrase secrète de PROVDESK_PASSPHRASE n’ouvre pas {path}. Rien n’a été changé : lancez Provdesk avec la bonne.',
  'secrets.key-missing':
    '{path} ne peut pas être ouvert : sa clé {key} manque ou n’est pas la bonne. Remettez la clé, ou supprimez {path} et saisissez à nouveau les mots de passe.',
  'secrets.damaged':
    '{path} a été modifié ou abîmé, et laissé tel quel. Remettez-en une copie, ou supprimez-le et saisissez à nouveau les mots de passe.',
  'path.outside-root': '« {path} » sort de son dossier et a été refusé.',

  'ui.not-available': 'Ce moteur n’a pas de fenêtre dans le navigateur. Lancez-le avec « provdesk serve ».',
  'ui.token-refused': 'Ce lien a déjà servi ou a expiré. Demandez-en un nouveau avec « provdesk status ».',

  'rest.address-not-loopback':
    'L’API REST est réservée aux programmes de cet ordinateur, et {address} est accessible à d’autres. Choisissez 127.0.0.1 ou [::1].',
  'rest.token-unreadable':
    'Aucun jeton ne peut être lu dans {path} : {reason}. Écrivez-y une ligne de 16 à 200 lettres, chiffres ou signes.',
  'rest.too-many-operations':
    '{limit} opérations sont suivies et aucune n’est terminée. Attendez que l’une se termine, puis réessayez.',
  'console.statement-failed': '« {statement} » ne peut pas être exécuté : {reason}. « help » montre ce qui existe.',

  'serving.port-in-use':
    'Le port {port} de {address} ({protocol}) est occupé par {owner}. Arrêtez ce programme ou choisissez un autre port.',
  'serving.port-forbidden':
    'Ce compte n’a pas le droit d’ouvrir le port {port} de {address} ({protocol}). Choisissez un port au-dessus de 1023, ou accordez le droit d’ouvrir les ports bas.',
  'serving.address-unavailable':
    'L’adresse {address} n’est pas sur cette machine pour l’instant. Branchez le câble ou choisissez une autre interface.',
  'serving.worker-died': 'Le processus de service s’est arrêté de façon inattendue : {reason}. Redémarrez le service.',
  'serving.folder-unreadable': 'Le dossier {path} ne peut pas être servi : {reason}. Vérifiez qu’il existe et qu’il est lisible.',
  'serving.nothing-to-test':
    'Rien n’est servi à ces adresses : il n’y a rien à tester. Démarrez le service, puis testez à nouveau.',
  'serving.too-many-tests': '{most} tests d’autres adresses attendent déjà. Relancez le test quand ils seront terminés.',

  'test.no-answer':
    '{url} n’a pas répondu pendant {seconds} s. Un pare-feu le retient peut-être : autorisez le port {protocol} {port}, et vérifiez que l’appareil qui répond est allumé et sur ce réseau.',
  'test.port-closed':
    'Rien ne répond à {url} : le port est fermé. Démarrez le serveur ; s’il tourne déjà, un pare-feu rejette le port {protocol} {port} : autorisez-le.',
  'test.refused': '{url} a été refusé : {reason}. Vérifiez le nom du fichier, et si ce serveur le donne à cet ordinateur.',
  'test.other-content':
    '{url} a donné d’autres octets que ceux servis ({actual} sur {expected}). Un autre programme répond à cette adresse, ou quelque chose modifie les fichiers en chemin : arrêtez-le et testez à nouveau.',
  'test.other-server':
    '{url} ne répond pas comme Provdesk : {answer}. Si un autre programme occupe ce port, arrêtez-le ou servez sur un autre port ; si le serveur est occupé, testez plus tard.',
  'test.broke-off':
    '{url} s’est interrompu après {bytes} octets : {reason}. Vérifiez le câble et le réseau, puis testez à nouveau.',
  'test.too-large': '{url} dépasse les {limit:MB} qu’un test récupère. Choisissez un fichier plus petit.',
  'test.url-invalid':
    '« {url} » n’est pas une adresse d’où récupérer un fichier. Écrivez tftp://hôte/fichier, http://hôte/fichier ou https://hôte/fichier.',

  'source.url-invalid':
    '« {url} » n’est pas une adresse où Provdesk peut télécharger. Utilisez http://, https://, ftp:// ou file://.',
  'source.credentials-in-url':
    'L’adresse de {host} contient un nom d’utilisateur ou un mot de passe. Donnez-la sans : elle serait conservée en clair.',
  'source.unreachable': '{url} est injoignable : {reason}. Vérifiez le réseau et l’adresse.',
  'source.status':
    '{url} a répondu {status}. Le fichier a peut-être été déplacé : vérifiez l’adresse ou demandez au responsable du serveur.',
  'source.stalled': '{url} n’a rien envoyé pendant {seconds} s. Vérifiez le réseau et réessayez.',
  'source.cut-off': '{url} s’est arrêté après {actual} octets sur {expected}. Réessayez.',
  'source.too-large': '{url} dépasse les {limit} octets permis. Demandez au responsable du serveur.',
  'source.redirected-too-often':
    '{url} renvoie d’une adresse à l’autre plus de {limit} fois. Vérifiez l’adresse ou demandez au responsable du serveur.',
  'source.sign-in-needed':
    '{host} demande un nom d’utilisateur et un mot de passe pour {url}. Saisissez-les dans Réglages, Proxys et identifiants, ou avec « provdesk network credential {host} --user NOM ».',
  'source.sign-in-refused':
    '{host} n’a pas accepté le nom d’utilisateur et le mot de passe conservés pour lui ({url}). Corrigez-les dans Réglages, Proxys et identifiants, ou avec « provdesk network credential {host} --user NOM ».',
  'source.sign-in-unsupported':
    '{host} demande une identification que Provdesk ne connaît pas ({schemes}) pour {url}. Téléchargez le fichier avec un navigateur et ajoutez-le avec « provdesk files add », ou demandez au responsable du serveur.',
  'source.proxy-unreachable':
    'Le proxy {proxy} est injoignable : {reason}. Vérifiez le réseau et le proxy dans Réglages, Proxys et identifiants. {url} n’a pas été interrogé.',
  'source.proxy-stalled':
    'Le proxy {proxy} n’a rien envoyé de {url} pendant {seconds} s. Vérifiez le proxy dans Réglages, Proxys et identifiants, et réessayez.',
  'source.proxy-status':
    'Le proxy {proxy} n’a pas ouvert l’accès à {url} : il a répondu {status}. Demandez au responsable du réseau, ou choisissez un autre proxy dans Réglages, Proxys et identifiants.',
  'source.proxy-sign-in-needed':
    'Le proxy {proxy} demande un nom d’utilisateur et un mot de passe. Saisissez-les dans Réglages, Proxys et identifiants, ou avec « provdesk network credential {proxy} --user NOM ».',
  'source.proxy-sign-in-refused':
    'Le proxy {proxy} n’a pas accepté le nom d’utilisateur et le mot de passe conservés pour lui. Corrigez-les dans Réglages, Proxys et identifiants, ou avec « provdesk network credential {proxy} --user NOM ».',
  'source.proxy-page':
    'Le proxy {proxy} a donné une page à lui au lieu de {url}. Ouvrez une page dans un navigateur : il demande peut-être de s’identifier sur le réseau. Puis réessayez.',
  'network.proxy-invalid':
    'Ce n’est pas l’adresse d’un proxy pour {proxy}. Écrivez-la sous la forme http://hôte:port, sans chemin.',
  'network.no-credential':
    'Aucun identifiant n’est conservé pour {host}. Vérifiez le nom : il s’écrit comme dans la liste des identifiants.',

  'plugins.no-server': 'Aucun serveur de greffons n’est indiqué. Saisissez d’abord son adresse.',
  'plugins.server-invalid': '« {url} » n’est pas l’adresse d’un serveur de greffons. Utilisez http://, https:// ou file://.',
  'plugins.no-index': 'La liste des greffons n’a pas encore été téléchargée. Actualisez-la d’abord.',
  'plugins.index-invalid':
    'La liste des greffons de {url} est illisible : {reason}. Celle que vous aviez est gardée. Demandez au responsable du serveur.',
  'plugins.entry-invalid': 'L’entrée {plugin} du serveur est inutilisable : {reason}. Demandez au responsable du serveur.',
  'plugins.unknown': 'Aucun greffon nommé {plugin} sur le serveur. Actualisez la liste ou vérifiez le nom.',
  'plugins.already-installed': '{plugin} {version} est déjà installé. Rien n’a été changé.',
  'plugins.not-installed': '{plugin} n’est pas installé. Installez-le d’abord.',
  'plugins.none-installed': 'Aucun greffon n’est installé. Installez-en un d’abord.',
  'plugins.none-of-vendor': 'Aucun greffon installé n’est pour {vendor}. Installez-en un de ce fabricant, ou vérifiez le nom.',
  'plugins.file-unreadable': '{path} ne peut pas être lu : {reason}. Vérifiez le nom et les droits sur ce fichier.',
  'plugins.archive-mismatch':
    'L’archive de {plugin} n’est pas celle qui est annoncée : {what} {expected} attendu, {actual} obtenu. Elle n’a pas été utilisée. Demandez au responsable du serveur.',
  'plugins.archive-invalid': 'L’archive de {plugin} n’est pas un greffon : {reason}. Demandez au responsable du serveur.',
  'plugins.info-invalid': 'Le plugin-info de {plugin} est illisible : {reason}. Demandez à l’auteur du greffon.',
  'plugins.interface-unsupported':
    '{plugin} demande l’interface de greffon {needed}, Provdesk a la {supported}. Demandez-en une autre version.',
  'plugins.packages-invalid': '{plugin} : {file}, ligne {line} : {reason}. Demandez à l’auteur du greffon.',
  'plugins.nothing-to-roll-back':
    'Il n’y a pas de version antérieure de {plugin} à rétablir. Seule une mise à jour en laisse une.',
  'plugins.busy': '{plugin} est en cours de modification par une autre opération. Attendez qu’elle se termine.',

  'packages.unknown': '{plugin} n’a aucun paquet nommé {package}. Vérifiez le nom.',
  'packages.none': '{plugin} n’a aucun paquet pour {models}. Vérifiez le modèle, ou installez les paquets par leur nom.',
  'packages.none-for-models':
    'Aucun de ces greffons n’a de paquet pour {models}. Vérifiez le modèle, ou installez les paquets par leur nom.',
  'packages.not-installed': '{package} de {plugin} n’est pas installé.',
  'packages.invalid': '{package} de {plugin} ne peut pas être installé : {reason}. Demandez à l’auteur du greffon.',
  'packages.file-missing':
    '{file} n’a pas d’adresse de téléchargement. Obtenez-le du constructeur, puis apportez-le : sous Fichiers dans la fenêtre, ou avec « provdesk files add ».',
  'packages.downloader-unknown':
    '{file} doit être téléchargé par « {downloader} », que Provdesk n’a pas. Obtenez-le auprès du fabricant et ajoutez-le avec « provdesk files add ».',
  'packages.size-mismatch':
    '{file} : {expected} octets attendus, {actual} reçus. Le fichier n’a pas été utilisé. Demandez au responsable du serveur.',
  'packages.digest-mismatch':
    '{file} : SHA-1 attendu {expected}, obtenu {actual}. Le fichier n’a pas été utilisé. Demandez au responsable du serveur.',
  'packages.step-failed':
    '{package} : l’étape « {step} » de {procedure} a échoué sur {file} : attendu {expected}, trouvé {actual}. Demandez à l’auteur du greffon.',

  'files.other-size':
    '{file} : le greffon annonce {expected} octets, ce fichier en a {actual}. Il n’a pas été utilisé. Apportez la version que le greffon indique.',
  'files.other-content':
    '{file} : son contenu n’est pas celui que le greffon annonce (empreinte {expected}, ce fichier a {actual}). Il n’a pas été utilisé. Apportez la version que le greffon indique.',
  'files.not-wanted':
    '{path} n’est pas un fichier que demande un paquet d’un greffon installé. Installez d’abord son greffon, ou vérifiez de quel fichier il s’agit.',
  'files.too-large':
    '{path} fait {size} octets ; un navigateur peut en remettre {limit} au plus. Utilisez « provdesk files add » sur la machine où tourne Provdesk.',
  'files.too-many-uploads': 'Trop de fichiers sont remis en même temps. Attendez que l’un d’eux soit terminé, puis réessayez.',

  'archive.truncated':
    '{archive} s’arrête trop tôt, après {actual} octets. Téléchargez-la de nouveau ou demandez à celui qui l’a faite.',
  'archive.unreadable': '{archive} n’est pas une archive {format} lisible : {reason}. Demandez à celui qui l’a faite.',
  'archive.unsafe-member': '{archive} contient « {member} », qui a été refusé : {reason}. Rien n’en a été utilisé.',
  'archive.too-large':
    '{archive} se décompresse au-delà de ce qui est permis : {what} {actual}, limite {limit}. Rien n’en a été utilisé.',

  'repo.no-plugins': '{path} ne contient pas de greffon : aucun de ses dossiers n’a de plugin-info. Vérifiez le chemin.',
  'repo.no-archives': '{path} ne contient aucune archive de greffon. Vérifiez le chemin ou construisez-en une d’abord.',
  'repo.plugin-invalid':
    '{plugin} : {file}, ligne {line} : {reason}. Erreurs en tout : {count} ; « provdesk repo check » les liste.',
  'repo.unsafe-source': '{plugin} contient « {member} », qui ne peut pas être archivé : {reason}. Supprimez-le ou renommez-le.',
  'repo.already-there': '{path} existe déjà et n’a pas été modifié. Choisissez un autre nom ou supprimez-le d’abord.',
  'repo.unknown-file': '{plugin} ne définit pas de fichier {file}. Vérifiez le nom dans son pkgs.db.',
  'repo.not-found': 'Aucune archive de {plugin} dans {folder}. Vérifiez le nom ou construisez-la d’abord.',
  'repo.not-newer':
    '{folder} contient déjà {plugin} {there}, et {version} n’est pas plus récente. Augmentez la version : qui l’a ne la recharge jamais.',

  ...deviceFailures,

  'operations.unknown': 'Il n’y a pas d’opération {operation}.',
  'operations.not-running': 'L’opération {operation} est déjà terminée.',
  'operations.nothing-to-retry': 'Rien n’a échoué dans l’opération {operation} : il n’y a rien à relancer.',
  'operations.none-unfinished': 'Aucune installation n’est restée inachevée : il n’y a rien à reprendre.',
  'operations.cancelled': 'Annulé. Ce qui était déjà fait est gardé, ce qui était commencé a été défait.',
  'operations.interrupted': 'Provdesk s’est arrêté avant la fin. Relancez : ce qui est déjà ici n’est pas téléchargé deux fois.',
} as const satisfies Record<keyof typeof english, string>;
