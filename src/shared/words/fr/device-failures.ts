import type { deviceFailures as english } from '../en/device-failures.ts';

export const deviceFailures = {
  'ssh.unreachable': '{host}, port {port}, ne répond pas : {reason}. Vérifiez son alimentation, son câble et son adresse.',
  'ssh.hung-up':
    '{host} a coupé la connexion pendant l’ouverture ({when}). Il n’accepte que peu de connexions à la fois : attendez un instant et réessayez.',
  'ssh.silent':
    '{host} a accepté la connexion puis n’a rien dit pendant {seconds} s. Il est peut-être bloqué : redémarrez-le, ou attendez qu’il ait démarré.',
  'ssh.host-key-changed':
    '{host} présente une autre clé qu’avant ({shown}, connue : {expected}). Il a été réinitialisé ou remplacé, ou ce n’est pas le bon appareil. Rien n’a été envoyé. Si vous savez pourquoi, oubliez sa clé et réessayez.',
  'ssh.no-common-algorithm':
    '{host} ne parle que des algorithmes SSH qui ne sont plus sûrs ({reason}). Si vous faites confiance à ce réseau, autorisez les anciens algorithmes pour ce seul appareil.',
  'ssh.sign-in-refused':
    '{host} a refusé « {credential} » (utilisateur {username} ; essayé : {tried}). Vérifiez le nom et le mot de passe ou la clé.',
  'ssh.no-credential-worked': 'Aucun des identifiants n’a été accepté par {host} : {reasons}. Ajoutez le bon à cet appareil.',
  'ssh.key-unreadable': 'La clé de « {credential} » est illisible : {reason}. Donnez-la de nouveau, avec sa phrase secrète.',
  'ssh.agent-unreachable': 'L’agent SSH de « {credential} » ne répond pas : {reason}. Démarrez-le et chargez ses clés.',
  'ssh.command-timed-out':
    '{host} n’a pas terminé « {command} » en {seconds} s. Il est peut-être surchargé : réessayez, ou redémarrez-le.',
  'ssh.cut-off': 'La connexion à {host}, port {port}, a été coupée. Vérifiez le câble, puis réessayez.',
  'ssh.stalled': '{host} n’a rien pris pendant {seconds} s, après {sent} octets. Vérifiez la liaison, puis réessayez.',
  'ssh.no-sftp': '{host} n’offre pas SFTP : {reason}.',
  'ssh.channel-refused': '{host} n’ouvre plus de canal : {reason}. Fermez les autres sessions sur l’appareil, puis réessayez.',
  'ssh.too-much': '{host} a envoyé plus de {limit:MB} en réponse à une question : coupé. Voyez ce qui remplit sa configuration.',

  'credentials.unknown': 'Il n’y a pas d’identifiant {credential}. Il a peut-être été retiré.',
  'credentials.name-taken': 'Il y a déjà un identifiant « {name} ». Choisissez un autre nom.',
  'credentials.in-use': '{devices} appareils utilisent « {name} ». Retirez-le d’abord de ceux-ci.',
  'images.file-unreadable': '{path} est illisible : {reason}. Choisissez un autre fichier.',
  'images.too-large':
    '{name} est plus grand ({size:MB}) que la limite des images ({limit:MB}). Vérifiez le fichier, ou relevez la limite.',
  'images.not-firmware': '{name} n’est pas une image de micrologiciel mais {kind}. Choisissez le fichier « sysupgrade ».',
  'images.damaged':
    '{name} est endommagé : sa somme de contrôle annonce {expected}, ses octets donnent {actual}. Récupérez-le de nouveau.',
  'images.name-too-long': 'Le nom {name} dépasse {limit} caractères. Renommez le fichier.',
  'images.type-unknown': 'Aucune carte n’est connue pour {type}, et l’image n’en nomme aucune. Choisissez son type.',
  'images.type-taken': 'La version {build} a déjà une image de type {type}. Retirez d’abord celle-ci.',
  'images.unknown': 'Il n’y a pas d’image {image}. Elle a peut-être été retirée.',
  'images.ambiguous': '{image} est dans plusieurs versions : {builds}. Nommez l’image par son identifiant interne.',
  'images.in-use': '{name} est en cours d’installation par {operations} opérations. Attendez leur fin.',
  'builds.unknown': 'Il n’y a pas de version {build}. Vérifiez son nom, ou ajoutez-en une image.',
  'builds.ambiguous': 'La version {build} est dans plusieurs catégories : {categories}. Nommez aussi la catégorie.',
  'builds.version-taken': 'La catégorie {category} a déjà une version {version}.',
  'builds.os-taken':
    'La version {build} porte déjà l’identifiant « {os} » : deux versions de même identifiant ne se distinguent pas.',
  'builds.in-use': 'La version {build} a {images} images. Retirez-les d’abord.',
  'categories.unknown': 'Il n’y a pas de catégorie {category}.',
  'categories.name-taken': 'Il y a déjà une catégorie {name}. Choisissez un autre nom.',
  'categories.in-use': 'La catégorie {category} a {builds} versions. Retirez-les d’abord.',
  'upgrade.no-connection': '{device} n’a pas d’adresse SSH. Donnez-lui-en une, avec un identifiant.',
  'upgrade.no-credentials': '{device} n’a pas d’identifiant. Ajoutez-lui-en un.',
  'upgrade.deactivated': '{device} est désactivé : on n’y touche pas tant que vous ne l’activez pas.',
  'upgrade.already-running': 'L’opération {operation} travaille sur {device}. Attendez sa fin, ou annulez-la.',
  'upgrade.options-conflict': '-{first} et -{second} s’excluent. Choisissez l’un des deux.',
  'upgrade.no-devices': 'Aucun appareil ne correspond à ce choix. Modifiez les filtres, ou précisez ce que sont les appareils.',
  'upgrade.no-image': 'La version {build} n’a pas d’image pour {device} ({board}). Ajoutez-la.',
  'upgrade.other-category':
    '{device} a une image de {has} ; {build} est de {category}. Choisissez vous-même l’image pour l’y faire passer.',
  'upgrade.other-type':
    '{device} a une image de type {has}, et {build} n’en a pas pour sa carte, seulement {images}. Ajoutez-la, ou choisissez l’image vous-même.',
  'upgrade.several-images': '{build} a plusieurs images pour {device} : {images}. Choisissez-en une vous-même.',
  'upgrade.board-unknown':
    'On ne sait pas encore ce qu’est {device}. Faites-le d’abord identifier, ou choisissez l’image vous-même.',
  'upgrade.already-installed': '{device} exécute déjà {build}. Choisissez « réinstaller » pour l’écrire quand même.',
  'upgrade.choice-missing': 'Choisissez une version ou une image.',
  'upgrade.batch-ended': 'Le lot {batch} est déjà terminé.',
  'upgrade.nothing-to-retry': 'Rien n’est à relancer dans le lot {batch} : ce qui avait échoué a réussi depuis.',
  'upgrade.start-too-far': 'Un lot se planifie jusqu’à {days} jours à l’avance. Choisissez un moment plus proche.',

  'upgrade.plan-unknown': 'Il n’y a pas de plan {plan}. Refaites-le avec « upgrade plan ».',
  'upgrade.plan-changed': 'Le plan {plan} ne correspond plus à ce qui serait fait : {reason}. Refaites-le et relisez-le.',

  'upgrade.needs-engine': 'Personne ne la poursuivrait : lancez « provdesk serve », ou attendez sa fin ici.',

  'upgrade.unknown': 'Il n’y a pas d’opération de mise à niveau {operation}.',
  'upgrade.batch-unknown': 'Il n’y a pas de lot {batch}.',
  'upgrade.not-running': 'L’opération {operation} est déjà terminée.',
  'upgrade.past-no-return':
    'L’écriture de {device} a commencé : elle ne peut plus être annulée. Laissez-le sous tension et attendez son retour.',
  'upgrade.cancelled': 'Annulé avant l’écriture : l’appareil garde sa version.',
  'upgrade.identity-unreadable': '{device} devrait être {expected}, et ne dit pas qui il est. Rien n’a été envoyé.',
  'upgrade.wrong-device': 'À cette adresse se trouve {found}, pas {expected}. Rien n’a été envoyé. Vérifiez l’adresse.',
  'upgrade.not-supported': '{device} n’est pas un appareil OpenWrt : il n’a pas {missing}. Rien n’a été modifié.',
  'upgrade.same-device':
    '{device} et {other} sont le même appareil sous deux adresses. Rien n’a été envoyé. Supprimez l’un des deux.',
  'upgrade.still-flashing': '{device} est en cours d’écriture. Rien n’a été touché. Attendez son redémarrage.',
  'upgrade.wrong-board':
    '{image} est pour {boards} ; l’appareil est {board}. Rien n’a été envoyé. Choisissez l’image de sa carte.',
  'upgrade.incompatible':
    '{image} (compatibilité {wanted}) ne peut pas succéder à ce que {board} exécute ({has}) : {message}. Il faut une autre voie.',
  'upgrade.needs-reset':
    '{image} ne peut pas garder la configuration de {board} ({has}, il faut {wanted}) : {message}. Choisissez « ne pas garder la configuration » (-n).',
  'upgrade.low-memory':
    '{device} a {free:MB} de mémoire libre et en demande {needed:MB}. Rien n’a été écrit ; ce qui avait été arrêté est relancé. Redémarrez-le, ou arrêtez ce qu’il exécute.',
  'upgrade.no-room': '{device} a {free:MB} libres dans {folder} et en demande {needed:MB}. Rien n’a été écrit. Redémarrez-le.',
  'upgrade.upload-failed': 'L’image n’a pas pu être transmise à {device} : {reason}. Ce qui était arrivé a été supprimé.',
  'upgrade.upload-mismatch':
    'Ce qui est arrivé sur {device} n’est pas ce qui a été envoyé : {actual} au lieu de {expected}. Supprimé ; rien n’a été écrit.',
  'upgrade.backup-failed':
    'La configuration de {device} n’a pas pu être récupérée : {reason}. Rien n’a été écrit. Réessayez, ou continuez sans sauvegarde.',
  'upgrade.no-backup':
    'L’opération {operation} n’a récupéré aucune configuration de {device} : ce n’était pas demandé, ou elle n’est pas allée jusque-là.',
  'upgrade.image-refused': '{device} refuse l’image : {reason}. Rien n’a été écrit. Vérifiez que c’est la bonne.',
  'upgrade.test-ended':
    '{device} a interrompu son propre test de l’image avant toute réponse : {reason}. Souvent, la mémoire manque. Rien n’a été écrit ; réessayez, ou redémarrez-le d’abord.',
  'upgrade.flash-rejected': '{device} a refusé la commande d’écriture : {reason}. Il garde sa version.',
  'upgrade.did-not-flash':
    '{device} a pris la commande et n’a pas redémarré en {seconds} s : il garde sa version ({release}). Voyez son journal, puis réessayez.',
  'upgrade.old-version-back':
    '{device} a redémarré et exécute de nouveau {release}, pas {expected}. Il est peut-être revenu sur son autre partition : réessayez.',
  'upgrade.other-version': '{device} a redémarré avec {release} ; {expected} était attendu. Vérifiez l’image, puis l’appareil.',
  'upgrade.not-back':
    '{device} n’est pas revenu {minutes} min après l’écriture. Il reste surveillé. Ne coupez pas son alimentation ; voyez ses voyants, et sa nouvelle adresse si la configuration n’a pas été gardée.',
  'upgrade.took-too-long':
    'La mise à niveau de {device} n’était pas prête en {minutes} min et a été abandonnée. L’appareil garde sa version.',
  'upgrade.cut-short':
    'Provdesk a été arrêté {count} fois de suite pendant qu’il travaillait sur {device}, et a abandonné, car ce peut en être la cause. L’appareil n’a pas été flashé. Voyez ce qui l’a arrêté, puis réessayez.',
  'upgrade.no-way-to-write': '{device} n’accepte de fichiers ni par cat, ni par scp, ni par SFTP : {reason}. Rien n’a été écrit.',
  'upgrade.batch-not-paused': 'Le lot {batch} est {state} : il n’y a rien à reprendre.',

  'devices.unknown': 'Il n’y a pas d’appareil {device}. Il a peut-être été retiré.',
  'devices.ambiguous':
    '{count} appareils s’appellent {device} : {found}. Dites lequel par son adresse ou son identifiant interne.',
  'devices.address-taken':
    '{device} est déjà à {host}, port {port}. Donnez à cet appareil sa propre adresse, ou désactivez l’autre.',
  'devices.nameless': 'Un appareil a besoin de son adresse MAC ou de son adresse SSH.',
  'devices.too-many': 'Il y a déjà {most} appareils. Retirez ceux qui n’existent plus.',
  'devices.not-serving':
    '{mac} ne pourrait rien écrire : aucun port TFTP n’est ouvert. Lancez d’abord « provdesk serve » avec TFTP.',
  'devices.parameter-name':
    '« {name} » ne peut pas être le nom d’un paramètre. Prenez des lettres, chiffres, points, tirets et soulignés, {most} au plus.',
  'devices.parameter-value':
    'La valeur de {name} ne tient pas sur une ligne de configuration. Donnez au plus {most} caractères, sans saut de ligne.',
  'devices.parameter-secret':
    '{name} contiendrait un mot de passe ou une clé, et les configurations restent lisibles. Réglez-le sur l’appareil même. Rien n’a été changé.',
  'devices.parameter-unknown': '{whose} n’a pas de paramètre {name} en propre à retirer. Rien n’a été changé.',
  'devices.too-many-parameters': '{whose} aurait plus de {most} paramètres. Retirez-en d’abord.',
  'devices.not-rendered':
    'Provdesk sait écrire des configurations pour {known}, et rien ne dit que {whose} en fasse partie. Rien n’a été changé.',
  'devices.would-overwrite':
    '{path} contient déjà autre chose. Choisissez un autre dossier, ou permettez de le remplacer. Rien n’a été écrit.',
} as const satisfies Record<keyof typeof english, string>;
