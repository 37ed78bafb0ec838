import type { failures as english } from '../en/failures.ts';
import { deviceFailures } from './device-failures.ts';

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
  'store.busy':
    '{path} konnte nicht rechtzeitig geschrieben werden: Der Datenträger ist sehr langsam, oder ein anderes Programm hält die Datei fest. Warten Sie kurz und versuchen Sie es erneut.',
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

  ...deviceFailures,

  'operations.unknown': 'Es gibt keinen Vorgang {operation}.',
  'operations.not-running': 'Der Vorgang {operation} ist schon beendet.',
  'operations.nothing-to-retry': 'Im Vorgang {operation} ist nichts fehlgeschlagen, also gibt es nichts zu wiederholen.',
  'operations.none-unfinished': 'Keine Installation ist unvollendet geblieben, also gibt es nichts fortzusetzen.',
  'operations.cancelled': 'Abgebrochen. Was fertig war, bleibt; was begonnen war, wurde zurückgenommen.',
  'operations.interrupted':
    'Provdesk wurde vorher beendet. Starten Sie den Vorgang neu: was schon hier ist, wird nicht zweimal geladen.',
} as const satisfies Record<keyof typeof english, string>;
