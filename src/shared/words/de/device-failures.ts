import type { deviceFailures as english } from '../en/device-failures.ts';

export const deviceFailures = {
  'ssh.unreachable': '{host}, Port {port}, antwortet nicht: {reason}. Prüfen Sie Strom, Kabel und Adresse.',
  'ssh.hung-up':
    '{host} hat die Verbindung beim Aufbau geschlossen ({when}). Es nimmt nur wenige Verbindungen zugleich an: warten Sie kurz und versuchen Sie es erneut.',
  'ssh.silent':
    '{host} hat die Verbindung angenommen und dann {seconds} s geschwiegen. Vielleicht hängt es: starten Sie es neu, oder warten Sie, bis es hochgefahren ist.',
  'ssh.host-key-changed':
    '{host} zeigt einen anderen Schlüssel als bisher ({shown}, bekannt: {expected}). Es wurde zurückgesetzt oder ersetzt, oder es ist nicht das gemeinte Gerät. Nichts wurde gesendet. Wissen Sie den Grund, dann vergessen Sie den Schlüssel und versuchen es erneut.',
  'ssh.no-common-algorithm':
    '{host} spricht nur SSH-Verfahren, die nicht mehr sicher sind ({reason}). Vertrauen Sie diesem Netz, dann erlauben Sie die alten Verfahren für dieses eine Gerät.',
  'ssh.sign-in-refused':
    '{host} hat „{credential}“ abgelehnt (Benutzer {username}; versucht: {tried}). Prüfen Sie Benutzername und Passwort oder Schlüssel.',
  'ssh.no-credential-worked':
    'Keine der Anmeldungen wurde von {host} angenommen: {reasons}. Fügen Sie diesem Gerät die richtige hinzu.',
  'ssh.key-unreadable':
    'Der Schlüssel von „{credential}“ ist nicht lesbar: {reason}. Geben Sie ihn erneut an, mit seiner Passphrase.',
  'ssh.agent-unreachable':
    'Der SSH-Agent für „{credential}“ antwortet nicht: {reason}. Starten Sie ihn und laden Sie seine Schlüssel.',
  'ssh.command-timed-out':
    '{host} hat „{command}“ nicht in {seconds} s beendet. Vielleicht ist es überlastet: versuchen Sie es erneut, oder starten Sie es neu.',
  'ssh.cut-off': 'Die Verbindung zu {host}, Port {port}, ist abgerissen. Prüfen Sie das Kabel und versuchen Sie es erneut.',
  'ssh.stalled':
    '{host} hat {seconds} s lang nichts angenommen, nach {sent} Bytes. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
  'ssh.no-sftp': '{host} bietet kein SFTP: {reason}.',
  'ssh.channel-refused':
    '{host} öffnet keinen weiteren Kanal: {reason}. Beenden Sie andere Sitzungen auf dem Gerät und versuchen Sie es erneut.',
  'ssh.too-much':
    '{host} hat auf eine Frage mehr als {limit:MB} geschickt und wurde abgeschnitten. Sehen Sie nach, was seine Konfiguration füllt.',

  'credentials.unknown': 'Es gibt keine Anmeldung {credential}. Vielleicht wurde sie entfernt.',
  'credentials.name-taken': 'Es gibt schon eine Anmeldung „{name}“. Wählen Sie einen anderen Namen.',
  'credentials.in-use': '{devices} Geräte benutzen „{name}“. Nehmen Sie sie dort zuerst heraus.',
  'images.file-unreadable': '{path} ist nicht lesbar: {reason}. Wählen Sie eine andere Datei.',
  'images.too-large':
    '{name} ist größer ({size:MB}) als Images sein dürfen ({limit:MB}). Prüfen Sie die Datei, oder heben Sie die Grenze an.',
  'images.not-firmware': '{name} ist kein Firmware-Image, sondern {kind}. Wählen Sie die Datei mit „sysupgrade“ im Namen.',
  'images.damaged':
    '{name} ist beschädigt: die eigene Prüfsumme sagt {expected}, die Bytes ergeben {actual}. Holen Sie die Datei erneut.',
  'images.name-too-long': 'Der Name {name} hat mehr als {limit} Zeichen. Benennen Sie die Datei um.',
  'images.type-unknown': 'Für {type} sind keine Boards bekannt, und das Image nennt selbst keine. Wählen Sie seinen Typ.',
  'images.type-taken': 'Build {build} hat schon ein Image vom Typ {type}. Entfernen Sie dieses zuerst.',
  'images.unknown': 'Es gibt kein Image {image}. Vielleicht wurde es entfernt.',
  'images.ambiguous': '{image} gibt es in mehreren Builds: {builds}. Nennen Sie das Image mit seiner Id.',
  'images.in-use': '{name} wird gerade von {operations} Vorgängen geflasht. Warten Sie, bis sie beendet sind.',
  'builds.unknown': 'Es gibt kein Build {build}. Prüfen Sie den Namen, oder fügen Sie ein Image davon hinzu.',
  'builds.ambiguous': 'Build {build} gibt es in mehreren Kategorien: {categories}. Nennen Sie auch die Kategorie.',
  'builds.version-taken': 'Kategorie {category} hat schon ein Build {version}.',
  'builds.os-taken': 'Build {build} trägt schon die Kennung „{os}“: zwei Builds mit derselben sind nicht zu unterscheiden.',
  'builds.in-use': 'Build {build} hat {images} Images. Entfernen Sie diese zuerst.',
  'categories.unknown': 'Es gibt keine Kategorie {category}.',
  'categories.name-taken': 'Es gibt schon eine Kategorie {name}. Wählen Sie einen anderen Namen.',
  'categories.in-use': 'Kategorie {category} hat {builds} Builds. Entfernen Sie diese zuerst.',
  'upgrade.no-connection': '{device} hat keine SSH-Adresse. Geben Sie ihm eine, mit einer Anmeldung.',
  'upgrade.no-credentials': '{device} hat keine Anmeldung. Fügen Sie eine hinzu.',
  'upgrade.deactivated': '{device} ist deaktiviert: es bleibt unberührt, bis Sie es aktivieren.',
  'upgrade.already-running': 'Vorgang {operation} arbeitet an {device}. Warten Sie auf sein Ende, oder brechen Sie ihn ab.',
  'upgrade.options-conflict': '-{first} und -{second} schließen sich aus. Wählen Sie eines.',
  'upgrade.no-devices': 'Kein Gerät passt zu dieser Auswahl. Ändern Sie die Filter, oder geben Sie an, was die Geräte sind.',
  'upgrade.no-image': 'Build {build} hat kein Image für {device} ({board}). Fügen Sie es hinzu.',
  'upgrade.other-category':
    '{device} hat ein Image aus {has}; {build} gehört zu {category}. Wählen Sie das Image selbst, um es umzustellen.',
  'upgrade.other-type':
    '{device} hat ein Image vom Typ {has}, und {build} hat keines davon für sein Board, nur {images}. Fügen Sie es hinzu, oder wählen Sie das Image selbst.',
  'upgrade.several-images': '{build} hat mehrere Images für {device}: {images}. Wählen Sie selbst eines.',
  'upgrade.board-unknown':
    'Was {device} ist, ist noch nicht bekannt. Lassen Sie es erst erkennen, oder wählen Sie das Image selbst.',
  'upgrade.already-installed': 'Auf {device} läuft {build} schon. Wählen Sie „neu installieren“, um es trotzdem zu flashen.',
  'upgrade.choice-missing': 'Wählen Sie ein Build oder ein Image.',
  'upgrade.batch-ended': 'Der Stapel {batch} ist schon beendet.',
  'upgrade.nothing-to-retry': 'Im Stapel {batch} ist nichts zu wiederholen: was fehlschlug, ist inzwischen gelungen.',
  'upgrade.start-too-far': 'Ein Stapel lässt sich bis zu {days} Tage im Voraus planen. Wählen Sie einen früheren Zeitpunkt.',

  'upgrade.plan-unknown': 'Es gibt keinen Plan {plan}. Machen Sie ihn mit „upgrade plan“ neu.',
  'upgrade.plan-changed': 'Plan {plan} ist nicht mehr, was getan würde: {reason}. Machen Sie ihn neu und sehen Sie ihn an.',

  'upgrade.needs-engine': 'Niemand würde es fortsetzen: starten Sie „provdesk serve“, oder warten Sie hier auf das Ende.',

  'upgrade.unknown': 'Es gibt keinen Upgrade-Vorgang {operation}.',
  'upgrade.batch-unknown': 'Es gibt keinen Stapel {batch}.',
  'upgrade.not-running': 'Der Vorgang {operation} ist schon beendet.',
  'upgrade.past-no-return':
    'Das Flashen von {device} hat begonnen und ist nicht mehr abzubrechen. Lassen Sie den Strom an und warten Sie, bis es wiederkommt.',
  'upgrade.cancelled': 'Vor dem Flashen abgebrochen: auf dem Gerät läuft, was vorher lief.',
  'upgrade.identity-unreadable': '{device} sollte {expected} sein und sagt nicht, wer es ist. Nichts wurde gesendet.',
  'upgrade.wrong-device': 'Unter dieser Adresse ist {found}, nicht {expected}. Nichts wurde gesendet. Prüfen Sie die Adresse.',
  'upgrade.not-supported': '{device} ist kein OpenWrt-Gerät: {missing} fehlt. Nichts wurde geändert.',
  'upgrade.same-device':
    '{device} und {other} sind dasselbe Gerät unter zwei Adressen. Es wurde nichts gesendet. Entfernen Sie eines davon.',
  'upgrade.still-flashing':
    '{device} wird in diesem Moment geflasht. Es wurde nichts angerührt. Warten Sie, bis es neu gestartet ist.',
  'upgrade.wrong-board':
    '{image} ist für {boards}; das Gerät ist {board}. Nichts wurde gesendet. Wählen Sie das Image für dieses Board.',
  'upgrade.incompatible':
    '{image} (Kompatibilität {wanted}) kann nicht auf das folgen, was {board} hat ({has}): {message}. Es braucht einen anderen Weg.',
  'upgrade.needs-reset':
    '{image} kann die Konfiguration von {board} nicht behalten ({has}, nötig ist {wanted}): {message}. Wählen Sie „Konfiguration nicht behalten“ (-n).',
  'upgrade.low-memory':
    '{device} hat {free:MB} Speicher frei und braucht {needed:MB}. Es wurde nicht geflasht; was dafür angehalten wurde, wird wieder gestartet. Starten Sie es neu, oder halten Sie Dienste an.',
  'upgrade.no-room':
    '{device} hat {free:MB} in {folder} frei und braucht {needed:MB}. Es wurde nicht geflasht. Starten Sie es neu.',
  'upgrade.upload-failed': 'Das Image konnte nicht auf {device} gebracht werden: {reason}. Was ankam, wurde entfernt.',
  'upgrade.upload-mismatch':
    'Was auf {device} ankam, ist nicht das Gesendete: {actual} statt {expected}. Es wurde entfernt; nichts wurde geflasht.',
  'upgrade.backup-failed':
    'Die Konfiguration von {device} konnte nicht geholt werden: {reason}. Es wurde nicht geflasht. Versuchen Sie es erneut, oder machen Sie ohne Sicherung weiter.',
  'upgrade.no-backup':
    'Vorgang {operation} hat keine Konfiguration von {device} geholt: Es war nicht gewünscht, oder er kam nicht so weit.',
  'upgrade.image-refused': '{device} lehnt das Image ab: {reason}. Es wurde nicht geflasht. Prüfen Sie, ob es das richtige ist.',
  'upgrade.test-ended':
    '{device} hat seine eigene Prüfung des Images vor einer Antwort beendet: {reason}. Oft ist der Speicher knapp. Es wurde nicht geflasht; versuchen Sie es noch einmal, oder starten Sie es vorher neu.',
  'upgrade.flash-rejected': '{device} hat den Flash-Befehl abgelehnt: {reason}. Es läuft, was vorher lief.',
  'upgrade.did-not-flash':
    '{device} hat den Befehl angenommen und ist in {seconds} s nicht neu gestartet: es läuft, was vorher lief ({release}). Sehen Sie in sein Protokoll und versuchen Sie es erneut.',
  'upgrade.old-version-back':
    '{device} ist neu gestartet und hat wieder {release}, nicht {expected}. Vielleicht fiel es auf seine andere Partition zurück: versuchen Sie es erneut.',
  'upgrade.other-version':
    '{device} ist mit {release} neu gestartet; erwartet war {expected}. Prüfen Sie das Image, dann das Gerät.',
  'upgrade.not-back':
    '{device} ist {minutes} min nach dem Flashen nicht zurück. Es wird weiter beobachtet. Nehmen Sie den Strom nicht weg; sehen Sie nach seinen Lampen, und nach seiner neuen Adresse, falls die Konfiguration nicht behalten wurde.',
  'upgrade.took-too-long':
    'Das Upgrade von {device} war in {minutes} min nicht bereit zum Flashen und wurde aufgegeben. Auf dem Gerät läuft, was vorher lief.',
  'upgrade.cut-short':
    'Provdesk wurde {count}-mal nacheinander beendet, während es an {device} arbeitete, und gab auf, da dies der Grund sein kann. Das Gerät wurde nicht geflasht. Sehen Sie nach, was es beendet hat, und versuchen Sie es erneut.',
  'upgrade.no-way-to-write':
    '{device} nimmt Dateien weder über cat noch über scp noch über SFTP an: {reason}. Es wurde nicht geflasht.',
  'upgrade.batch-not-paused': 'Stapel {batch} ist {state}: es gibt nichts fortzusetzen.',

  'devices.unknown': 'Es gibt kein Gerät {device}. Vielleicht wurde es entfernt.',
  'devices.ambiguous': '{count} Geräte heißen {device}: {found}. Sagen Sie mit der Adresse oder der Id, welches.',
  'devices.address-taken':
    '{device} hat bereits die Adresse {host}, Port {port}. Geben Sie diesem Gerät seine eigene, oder deaktivieren Sie das andere.',
  'devices.nameless': 'Ein Gerät braucht seine MAC-Adresse oder seine SSH-Adresse.',
  'devices.too-many': 'Es gibt schon {most} Geräte. Entfernen Sie die, die nicht mehr da sind.',
  'devices.not-serving': '{mac} könnte nichts schreiben: kein TFTP-Port ist offen. Starten Sie erst „provdesk serve“ mit TFTP.',
  'devices.parameter-name':
    '„{name}“ kann kein Name eines Parameters sein. Nehmen Sie Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens {most}.',
  'devices.parameter-value':
    'Der Wert von {name} passt nicht in eine Zeile einer Konfiguration. Geben Sie höchstens {most} Zeichen ohne Zeilenumbruch an.',
  'devices.parameter-secret':
    '{name} enthielte ein Passwort oder einen Schlüssel, und Konfigurationen bleiben lesbar. Stellen Sie das am Gerät selbst ein. Nichts wurde geändert.',
  'devices.parameter-unknown': '{whose} hat keinen eigenen Parameter {name}, der zu entfernen wäre. Nichts wurde geändert.',
  'devices.too-many-parameters': '{whose} hätte mehr als {most} Parameter. Entfernen Sie erst einige.',
  'devices.not-rendered':
    'Provdesk kann Konfigurationen für {known} schreiben, und von {whose} ist nicht bekannt, dass es dazu gehört. Nichts wurde geändert.',
  'devices.would-overwrite':
    'In {path} steht schon etwas anderes. Wählen Sie einen anderen Ordner, oder erlauben Sie, es zu ersetzen. Nichts wurde geschrieben.',
} as const satisfies Record<keyof typeof english, string>;
