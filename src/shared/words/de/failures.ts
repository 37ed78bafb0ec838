import type { failures as english } from '../en/failures.ts';

/** One sentence each: what is wrong, then what to do. `{name}` is a fact of the failure. */
export const failures = {
  'contract.unknown-call':
    'Es gibt keinen Aufruf namens „{name}“. Fenster und Dienst haben verschiedene Versionen: starten Sie Provdesk neu.',
  'contract.invalid-input': '„{field}“ ist nicht gültig: {reason}. Berichtigen Sie es und versuchen Sie es erneut.',
  'contract.connection-lost':
    'Die Verbindung zum Provdesk-Dienst ist abgerissen. Sie stellt sich selbst wieder her, sobald der Dienst läuft.',
  'internal.unexpected': 'In Provdesk ist etwas schiefgegangen: {reason}. Bitte melden Sie es mit dem Protokoll.',

  'engine.data-folder-in-use':
    'Ein anderes Provdesk (Prozess {pid}) benutzt {dataDir}. Schließen Sie es oder wählen Sie mit --data einen anderen Datenordner.',
  'engine.stopping': 'Provdesk wird beendet. Versuchen Sie es nach dem Neustart erneut.',
  'store.unreadable':
    'Provdesk kann {path} nicht lesen oder schreiben: {reason}. Prüfen Sie den Datenträger und die Rechte an diesem Ordner.',
  'store.newer-version':
    'Die Daten in {path} stammen von einem neueren Provdesk (Format {found}, dieses liest bis {supported}). Aktualisieren Sie Provdesk.',
  'store.disk-full':
    'Der Datenträger ist voll: {path} konnte nicht geschrieben werden. Schaffen Sie Platz und versuchen Sie es erneut.',
  'store.no-room':
    '{needed:MB} sind zu laden, und auf diesem Datenträger sind {free:MB} frei. Schaffen Sie Platz oder wählen Sie weniger Pakete.',
  'store.limit-reached':
    'Die Grenze von {limit:MB} für gespeicherte Dateien würde um {over:MB} überschritten, auch wenn alles Unbenutzte entfernt wird. Heben Sie die Grenze an oder deinstallieren Sie, was nicht mehr gebraucht wird.',
  'store.content-damaged':
    'Die gespeicherte Kopie von {sha256} ist beschädigt und wurde entfernt. Installieren Sie ihr Paket erneut.',
  'secrets.unavailable':
    'Dieses System hat keinen sicheren Ort für Passwörter: {reason}. Richten Sie den Schlüsselbund ein, melden Sie sich am System neu an und starten Sie Provdesk noch einmal. Es wurde nichts geändert.',
  'secrets.passphrase-needed':
    'Die Passwörter in {path} sind mit einer Passphrase verschlossen. Starten Sie Provdesk mit ihr in PROVDESK_PASSPHRASE.',
  'secrets.passphrase-wrong':
    'Die Passphrase in PROVDESK_PASSPHRASE öffnet {path} nicht. Es wurde nichts geändert: Starten Sie Provdesk mit der richtigen.',
  'secrets.key-missing':
    '{path} lässt sich nicht öffnen: Der Schlüssel {key} fehlt oder ist ein anderer. Legen Sie ihn zurück, oder entfernen Sie {path} und geben Sie die Passwörter neu ein.',
  'secrets.damaged':
    '{path} wurde verändert oder beschädigt und so belassen. Legen Sie eine Kopie zurück, oder entfernen Sie die Datei und geben Sie die Passwörter neu ein.',
  'path.outside-root': '„{path}“ führt aus seinem Ordner hinaus und wurde abgelehnt.',

  'ui.not-available': 'Dieser Dienst hat kein Browserfenster. Starten Sie ihn mit „provdesk serve“.',
  'ui.token-refused': 'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie mit „provdesk status“ einen neuen an.',

  'rest.address-not-loopback':
    'Die REST-Schnittstelle ist nur für Programme auf diesem Rechner da, und {address} ist auch für andere erreichbar. Wählen Sie 127.0.0.1 oder [::1].',
  'rest.token-unreadable':
    'Aus {path} lässt sich kein Token lesen: {reason}. Schreiben Sie eine Zeile mit 16 bis 200 Buchstaben, Ziffern oder Zeichen hinein.',
  'rest.too-many-operations':
    '{limit} Vorgänge werden verfolgt, und keiner ist beendet. Warten Sie, bis einer endet, und versuchen Sie es erneut.',
  'console.statement-failed': '„{statement}“ lässt sich nicht ausführen: {reason}. „help“ zeigt, was es gibt.',

  'serving.port-in-use':
    'Port {port} auf {address} ({protocol}) ist von {owner} belegt. Beenden Sie dieses Programm oder wählen Sie einen anderen Port.',
  'serving.port-forbidden':
    'Dieses Konto darf Port {port} auf {address} ({protocol}) nicht öffnen. Wählen Sie einen Port über 1023 oder erteilen Sie das Recht auf niedrige Ports.',
  'serving.address-unavailable':
    'Die Adresse {address} ist zurzeit nicht an diesem Rechner. Stecken Sie das Kabel ein oder wählen Sie eine andere Schnittstelle.',
  'serving.worker-died': 'Der Bereitstellungsprozess endete unerwartet: {reason}. Starten Sie die Bereitstellung erneut.',
  'serving.folder-unreadable':
    'Der Ordner {path} kann nicht bereitgestellt werden: {reason}. Prüfen Sie, ob es ihn gibt und ob er lesbar ist.',
  'serving.nothing-to-test':
    'Unter diesen Adressen wird nichts bereitgestellt, also gibt es nichts zu prüfen. Starten Sie die Bereitstellung und prüfen Sie dann erneut.',
  'serving.too-many-tests': '{most} Prüfungen anderer Adressen warten schon. Prüfen Sie noch einmal, wenn sie zu Ende sind.',

  'test.no-answer':
    '{url} hat {seconds} s lang nicht geantwortet. Vielleicht hält eine Firewall die Anfrage zurück: Lassen Sie {protocol}-Port {port} zu und prüfen Sie, ob das antwortende Gerät eingeschaltet und in diesem Netz ist.',
  'test.port-closed':
    'Unter {url} antwortet nichts: Der Port ist geschlossen. Starten Sie dort den Server; läuft er schon, weist eine Firewall {protocol}-Port {port} ab: Lassen Sie ihn zu.',
  'test.refused': '{url} wurde verweigert: {reason}. Prüfen Sie den Dateinamen, und ob der Server die Datei diesem Rechner gibt.',
  'test.other-content':
    '{url} lieferte andere Bytes als bereitgestellt ({actual} von {expected}). Unter dieser Adresse antwortet ein anderes Programm, oder unterwegs werden Dateien verändert: Beenden Sie das und prüfen Sie erneut.',
  'test.other-server':
    '{url} antwortet nicht wie Provdesk: {answer}. Hat ein anderes Programm diesen Port, beenden Sie es oder nehmen Sie einen anderen Port; ist der Server ausgelastet, prüfen Sie später erneut.',
  'test.broke-off': '{url} brach nach {bytes} Bytes ab: {reason}. Prüfen Sie Kabel und Netz, dann prüfen Sie erneut.',
  'test.too-large': '{url} ist größer als die {limit:MB}, die eine Prüfung abruft. Wählen Sie eine kleinere Datei.',
  'test.url-invalid':
    '„{url}“ ist keine Adresse, von der abgerufen werden kann. Schreiben Sie tftp://host/datei, http://host/datei oder https://host/datei.',

  'source.url-invalid':
    '„{url}“ ist keine Adresse, von der Provdesk laden kann. Verwenden Sie http://, https://, ftp:// oder file://.',
  'source.credentials-in-url':
    'Die Adresse von {host} enthält einen Benutzernamen oder ein Passwort. Geben Sie sie ohne an: Sie würde im Klartext aufbewahrt.',
  'source.unreachable': '{url} ist nicht erreichbar: {reason}. Prüfen Sie das Netz und die Adresse.',
  'source.status':
    '{url} antwortete {status}. Vielleicht wurde die Datei verschoben: prüfen Sie die Adresse oder fragen Sie den Betreiber des Servers.',
  'source.stalled': '{url} sendete {seconds} s lang nichts. Prüfen Sie das Netz und versuchen Sie es erneut.',
  'source.cut-off': '{url} brach nach {actual} von {expected} Bytes ab. Versuchen Sie es erneut.',
  'source.too-large': '{url} ist größer als die erlaubten {limit} Bytes. Fragen Sie den Betreiber des Servers.',
  'source.redirected-too-often':
    '{url} leitet öfter als {limit}-mal von einer Adresse zur nächsten weiter. Prüfen Sie die Adresse oder fragen Sie den Betreiber des Servers.',
  'source.sign-in-needed':
    '{host} verlangt für {url} einen Benutzernamen und ein Passwort. Geben Sie sie unter Einstellungen, Proxys und Anmeldungen ein oder mit „provdesk network credential {host} --user NAME“.',
  'source.sign-in-refused':
    '{host} hat den dafür gespeicherten Benutzernamen und das Passwort nicht angenommen ({url}). Berichtigen Sie sie unter Einstellungen, Proxys und Anmeldungen oder mit „provdesk network credential {host} --user NAME“.',
  'source.sign-in-unsupported':
    '{host} verlangt für {url} eine Anmeldung, die Provdesk nicht kennt ({schemes}). Laden Sie die Datei mit einem Browser und fügen Sie sie mit „provdesk files add“ hinzu, oder fragen Sie den Betreiber des Servers.',
  'source.proxy-unreachable':
    'Der Proxy {proxy} ist nicht erreichbar: {reason}. Prüfen Sie das Netz und den Proxy unter Einstellungen, Proxys und Anmeldungen. {url} wurde nicht gefragt.',
  'source.proxy-stalled':
    'Der Proxy {proxy} sendete {seconds} s lang nichts von {url}. Prüfen Sie den Proxy unter Einstellungen, Proxys und Anmeldungen und versuchen Sie es erneut.',
  'source.proxy-status':
    'Der Proxy {proxy} öffnete keinen Weg zu {url}: Er antwortete {status}. Fragen Sie den Betreiber des Netzes, oder wählen Sie unter Einstellungen, Proxys und Anmeldungen einen anderen Proxy.',
  'source.proxy-sign-in-needed':
    'Der Proxy {proxy} verlangt einen Benutzernamen und ein Passwort. Geben Sie sie unter Einstellungen, Proxys und Anmeldungen ein oder mit „provdesk network credential {proxy} --user NAME“.',
  'source.proxy-sign-in-refused':
    'Der Proxy {proxy} hat den dafür gespeicherten Benutzernamen und das Passwort nicht angenommen. Berichtigen Sie sie unter Einstellungen, Proxys und Anmeldungen oder mit „provdesk network credential {proxy} --user NAME“.',
  'source.proxy-page':
    'Der Proxy {proxy} lieferte eine eigene Seite statt {url}. Öffnen Sie irgendeine Seite im Browser: Vielleicht verlangt er eine Anmeldung am Netz. Versuchen Sie es dann erneut.',
  'network.proxy-invalid': 'Das ist keine Adresse eines Proxys für {proxy}. Schreiben Sie sie als http://host:port, ohne Pfad.',
  'network.no-credential':
    'Für {host} ist keine Anmeldung gespeichert. Prüfen Sie den Namen: Er wird so geschrieben wie in der Liste der Anmeldungen.',

  'plugins.no-server': 'Es ist kein Plugin-Server eingetragen. Tragen Sie zuerst seine Adresse ein.',
  'plugins.server-invalid': '„{url}“ ist keine Adresse eines Plugin-Servers. Verwenden Sie http://, https:// oder file://.',
  'plugins.no-index': 'Die Plugin-Liste wurde noch nicht geholt. Aktualisieren Sie sie zuerst.',
  'plugins.index-invalid':
    'Die Plugin-Liste von {url} ist nicht lesbar: {reason}. Ihre bisherige Liste bleibt. Fragen Sie den Betreiber des Servers.',
  'plugins.entry-invalid':
    'Der Eintrag des Servers für {plugin} ist nicht brauchbar: {reason}. Fragen Sie den Betreiber des Servers.',
  'plugins.unknown': 'Auf dem Server gibt es kein Plugin namens {plugin}. Aktualisieren Sie die Liste oder prüfen Sie den Namen.',
  'plugins.already-installed': '{plugin} {version} ist schon installiert. Nichts wurde geändert.',
  'plugins.not-installed': '{plugin} ist nicht installiert. Installieren Sie es zuerst.',
  'plugins.none-installed': 'Es ist kein Plugin installiert. Installieren Sie zuerst eines.',
  'plugins.none-of-vendor':
    'Kein installiertes Plugin ist für {vendor}. Installieren Sie eines dieses Herstellers oder prüfen Sie den Namen.',
  'plugins.file-unreadable': '{path} kann nicht gelesen werden: {reason}. Prüfen Sie den Namen und die Rechte an dieser Datei.',
  'plugins.archive-mismatch':
    'Das Archiv von {plugin} ist nicht das angekündigte: {what} {expected} erwartet, {actual} erhalten. Es wurde nicht benutzt. Fragen Sie den Betreiber des Servers.',
  'plugins.archive-invalid': 'Das Archiv von {plugin} ist kein Plugin: {reason}. Fragen Sie den Betreiber des Servers.',
  'plugins.info-invalid': 'Die plugin-info von {plugin} ist nicht lesbar: {reason}. Fragen Sie den Autor des Plugins.',
  'plugins.interface-unsupported':
    '{plugin} braucht die Plugin-Schnittstelle {needed}, Provdesk hat {supported}. Fragen Sie nach einer anderen Version.',
  'plugins.packages-invalid': '{plugin}: {file}, Zeile {line}: {reason}. Fragen Sie den Autor des Plugins.',
  'plugins.nothing-to-roll-back':
    'Es gibt keine frühere Version von {plugin}, zu der man zurück könnte. Nur eine Aktualisierung lässt eine zurück.',
  'plugins.busy': '{plugin} wird gerade von einem anderen Vorgang geändert. Warten Sie, bis er endet.',

  'packages.unknown': '{plugin} hat kein Paket namens {package}. Prüfen Sie den Namen.',
  'packages.none': '{plugin} hat kein Paket für {models}. Prüfen Sie das Modell oder installieren Sie Pakete nach Namen.',
  'packages.none-for-models':
    'Keines dieser Plugins hat ein Paket für {models}. Prüfen Sie das Modell oder installieren Sie Pakete nach Namen.',
  'packages.not-installed': '{package} von {plugin} ist nicht installiert.',
  'packages.invalid': '{package} von {plugin} kann nicht installiert werden: {reason}. Fragen Sie den Autor des Plugins.',
  'packages.file-missing':
    '{file} hat keine Download-Adresse. Holen Sie die Datei beim Hersteller und bringen Sie sie: unter Dateien im Fenster, oder mit „provdesk files add“.',
  'packages.downloader-unknown':
    '{file} soll mit „{downloader}“ geladen werden, das Provdesk nicht hat. Besorgen Sie die Datei beim Hersteller und fügen Sie sie mit „provdesk files add“ hinzu.',
  'packages.size-mismatch':
    '{file}: {expected} Bytes erwartet, {actual} erhalten. Die Datei wurde nicht benutzt. Fragen Sie den Betreiber des Servers.',
  'packages.digest-mismatch':
    '{file}: SHA-1 {expected} erwartet, {actual} erhalten. Die Datei wurde nicht benutzt. Fragen Sie den Betreiber des Servers.',
  'packages.step-failed':
    '{package}: Schritt „{step}“ von {procedure} scheiterte an {file}: erwartet {expected}, gefunden {actual}. Fragen Sie den Autor des Plugins.',

  'files.other-size':
    '{file}: Das Plugin nennt {expected} Byte, diese Datei hat {actual}. Sie wurde nicht verwendet. Bringen Sie die Version, die das Plugin nennt.',
  'files.other-content':
    '{file}: Der Inhalt ist nicht der, den das Plugin nennt (Prüfsumme {expected}, diese Datei hat {actual}). Sie wurde nicht verwendet. Bringen Sie die Version, die das Plugin nennt.',
  'files.not-wanted':
    '{path} ist keine Datei, die ein Paket eines installierten Plugins verlangt. Installieren Sie zuerst dessen Plugin, oder prüfen Sie, welche Datei gemeint ist.',
  'files.too-large':
    '{path} hat {size} Bytes; ein Browser darf höchstens {limit} übergeben. Verwenden Sie „provdesk files add“ auf dem Rechner, auf dem Provdesk läuft.',
  'files.too-many-uploads':
    'Zu viele Dateien werden gleichzeitig übergeben. Warten Sie, bis eine fertig ist, und versuchen Sie es erneut.',

  'archive.truncated': '{archive} endet zu früh, nach {actual} Bytes. Laden Sie es erneut oder fragen Sie den Ersteller.',
  'archive.unreadable': '{archive} ist kein lesbares {format}-Archiv: {reason}. Fragen Sie den Ersteller.',
  'archive.unsafe-member': '{archive} enthält „{member}“, das abgelehnt wurde: {reason}. Nichts davon wurde benutzt.',
  'archive.too-large': '{archive} wird entpackt größer als erlaubt: {what} {actual}, Grenze {limit}. Nichts davon wurde benutzt.',

  'repo.no-plugins': '{path} enthält kein Plugin: kein Ordner darin hat eine plugin-info. Prüfen Sie den Pfad.',
  'repo.no-archives': '{path} enthält kein Archiv eines Plugins. Prüfen Sie den Pfad oder bauen Sie zuerst eines.',
  'repo.plugin-invalid':
    '{plugin}: {file}, Zeile {line}: {reason}. Fehler insgesamt: {count}; „provdesk repo check“ listet sie auf.',
  'repo.unsafe-source':
    '{plugin} enthält „{member}“, das nicht gepackt werden kann: {reason}. Entfernen Sie es oder benennen Sie es um.',
  'repo.already-there':
    '{path} gibt es schon und blieb unverändert. Wählen Sie einen anderen Namen oder entfernen Sie es zuerst.',
  'repo.unknown-file': '{plugin} definiert keine Datei {file}. Prüfen Sie den Namen in der pkgs.db.',
  'repo.not-found': 'In {folder} liegt kein Archiv von {plugin}. Prüfen Sie den Namen oder bauen Sie es zuerst.',
  'repo.not-newer':
    '{folder} hat schon {plugin} {there}, und {version} ist nicht neuer. Erhöhen Sie die Version: wer sie hat, lädt sie nie neu.',

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
  'upgrade.start-passed': 'Dieser Zeitpunkt ist vorbei. Wählen Sie einen künftigen, oder keinen, um sofort zu beginnen.',

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

  'operations.unknown': 'Es gibt keinen Vorgang {operation}.',
  'operations.not-running': 'Der Vorgang {operation} ist schon beendet.',
  'operations.nothing-to-retry': 'Im Vorgang {operation} ist nichts fehlgeschlagen, also gibt es nichts zu wiederholen.',
  'operations.none-unfinished': 'Keine Installation ist unvollendet geblieben, also gibt es nichts fortzusetzen.',
  'operations.cancelled': 'Abgebrochen. Was fertig war, bleibt; was begonnen war, wurde zurückgenommen.',
  'operations.interrupted':
    'Provdesk wurde vorher beendet. Starten Sie den Vorgang neu: was schon hier ist, wird nicht zweimal geladen.',
} as const satisfies Record<keyof typeof english, string>;
