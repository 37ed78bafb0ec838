import { deviceFailures } from './device-failures.ts';

/** One sentence each: what is wrong, then what to do. `{name}` is a fact of the failure. */
export const failures = {
  'contract.unknown-call': 'There is no call named “{name}”. Window and engine are of different versions: restart Provdesk.',
  'contract.invalid-input': '“{field}” is not valid: {reason}. Correct it and try again.',
  'contract.connection-lost':
    'The connection to the Provdesk engine was lost. It reconnects by itself once the engine is running.',
  'internal.unexpected': 'Something went wrong inside Provdesk: {reason}. Please report it with the log.',

  'engine.data-folder-in-use':
    'Another Provdesk (process {pid}) is using {dataDir}. Close it, or choose another data folder with --data.',
  'engine.stopping': 'Provdesk is shutting down. Try again once it has restarted.',
  'store.unreadable': 'Provdesk cannot read or write {path}: {reason}. Check the disk and the rights on that folder.',
  'store.newer-version':
    'The data in {path} was written by a newer Provdesk (format {found}, this one reads up to {supported}). Update Provdesk.',
  'store.disk-full': 'The disk is full: {path} could not be written. Free some space and try again.',
  'store.busy':
    '{path} could not be written in time: the disk is very slow, or another program holds the file. Wait a moment and try again.',
  'store.no-room':
    '{needed:MB} are to be fetched and {free:MB} are free on this disk. Free some space, or choose fewer packages.',
  'store.limit-reached':
    'This would pass the limit of {limit:MB} for stored files by {over:MB}, even with all that is unused removed. Raise the limit, or uninstall what is no longer needed.',
  'store.content-damaged': 'The stored copy of {sha256} is damaged and was removed. Install its package again.',
  'secrets.unavailable':
    'This system has no safe place for passwords: {reason}. Set up its keyring, sign in to the system again and start Provdesk anew. Nothing was changed.',
  'secrets.passphrase-needed':
    'The passwords in {path} are locked with a passphrase. Start Provdesk with it in PROVDESK_PASSPHRASE.',
  'secrets.passphrase-wrong':
    'The passphrase in PROVDESK_PASSPHRASE does not open {path}. Nothing was changed: start Provdesk with the right one.',
  'secrets.key-missing':
    '{path} cannot be opened: its key {key} is missing or is another one. Put the key back, or remove {path} and enter the passwords again.',
  'secrets.damaged':
    '{path} was changed or damaged, and was left as it is. Put a copy of it back, or remove it and enter the passwords again.',
  'path.outside-root': '“{path}” leads out of its folder and was refused.',

  'ui.not-available': 'This engine has no browser window. Start it with “provdesk serve”.',
  'ui.token-refused': 'This link was already used or has expired. Ask for a new one with “provdesk status”.',

  'rest.address-not-loopback':
    'The REST API is only for programs on this computer, and {address} can be reached by others. Choose 127.0.0.1 or [::1].',
  'rest.token-unreadable':
    'No token can be read from {path}: {reason}. Write one line of 16 to 200 letters, digits or signs into it.',
  'rest.too-many-operations': '{limit} operations are followed and none of them has ended. Wait for one to end, then try again.',
  'console.statement-failed': '“{statement}” cannot be run: {reason}. “help” shows what there is.',

  'serving.port-in-use': 'Port {port} on {address} ({protocol}) is taken by {owner}. Stop that program or choose another port.',
  'serving.port-forbidden':
    'This account may not open port {port} on {address} ({protocol}). Choose a port above 1023, or grant the right to open low ports.',
  'serving.address-unavailable':
    'The address {address} is not on this machine now. Plug the cable in or choose another interface.',
  'serving.worker-died': 'The serving process stopped unexpectedly: {reason}. Start serving again.',
  'serving.folder-unreadable': 'The folder {path} cannot be served: {reason}. Check that it exists and can be read.',
  'serving.nothing-to-test': 'Nothing is served at these addresses, so there is nothing to test. Start serving, then test again.',
  'serving.too-many-tests': '{most} tests of other addresses wait already. Test again when they have ended.',

  'test.no-answer':
    '{url} did not answer for {seconds} s. A firewall may hold it back: let {protocol} port {port} in, and check that the device that answers is switched on and on this network.',
  'test.port-closed':
    'Nothing answers at {url}: its port is closed. Start the server there; if it runs, a firewall turns {protocol} port {port} away: let it in.',
  'test.refused': '{url} was refused: {reason}. Check the name of the file, and whether that server gives it to this computer.',
  'test.other-content':
    '{url} gave other bytes than were served ({actual} of {expected}). Another program answers at this address, or something on the way changes files: stop it and test again.',
  'test.other-server':
    '{url} does not answer as Provdesk does: {answer}. If another program has this port, stop it or serve on another port; if the server is busy, test again later.',
  'test.broke-off': '{url} broke off after {bytes} bytes: {reason}. Check cable and network, then test again.',
  'test.too-large': '{url} is larger than the {limit:MB} that a test fetches. Choose a smaller file.',
  'test.url-invalid': '“{url}” is no address to fetch from. Write tftp://host/file, http://host/file or https://host/file.',

  'source.url-invalid': '“{url}” is not an address Provdesk can fetch from. Use http://, https://, ftp:// or file://.',
  'source.credentials-in-url':
    'The address of {host} holds a user name or a password. Give it without: it would be kept in clear.',
  'source.unreachable': '{url} cannot be reached: {reason}. Check the network and the address.',
  'source.status': '{url} answered {status}. The file may have moved: check the address or ask who runs the server.',
  'source.stalled': '{url} sent nothing for {seconds} s. Check the network and try again.',
  'source.cut-off': '{url} stopped after {actual} of {expected} bytes. Try again.',
  'source.too-large': '{url} is larger than the {limit} bytes allowed. Ask who runs the server.',
  'source.redirected-too-often':
    '{url} leads from one address to the next, more than {limit} times. Check the address or ask who runs the server.',
  'source.sign-in-needed':
    '{host} wants a user name and a password for {url}. Enter them under Settings, Proxies and sign-ins, or with “provdesk network credential {host} --user NAME”.',
  'source.sign-in-refused':
    '{host} did not accept the user name and password kept for it ({url}). Correct them under Settings, Proxies and sign-ins, or with “provdesk network credential {host} --user NAME”.',
  'source.sign-in-unsupported':
    '{host} wants a sign-in that Provdesk does not know ({schemes}) for {url}. Fetch the file with a browser and add it with “provdesk files add”, or ask who runs the server.',
  'source.proxy-unreachable':
    'The proxy {proxy} cannot be reached: {reason}. Check the network and the proxy under Settings, Proxies and sign-ins. {url} was not asked.',
  'source.proxy-stalled':
    'The proxy {proxy} sent nothing of {url} for {seconds} s. Check the proxy under Settings, Proxies and sign-ins, and try again.',
  'source.proxy-status':
    'The proxy {proxy} opened no way to {url}: it answered {status}. Ask who runs the network, or choose another proxy under Settings, Proxies and sign-ins.',
  'source.proxy-sign-in-needed':
    'The proxy {proxy} wants a user name and a password. Enter them under Settings, Proxies and sign-ins, or with “provdesk network credential {proxy} --user NAME”.',
  'source.proxy-sign-in-refused':
    'The proxy {proxy} did not accept the user name and password kept for it. Correct them under Settings, Proxies and sign-ins, or with “provdesk network credential {proxy} --user NAME”.',
  'source.proxy-page':
    'The proxy {proxy} gave a page of its own in place of {url}. Open any page in a browser: it may ask you to sign in to the network. Then try again.',
  'network.proxy-invalid': 'This is not the address of a proxy for {proxy}. Write it as http://host:port, without a path.',
  'network.no-credential': 'No sign-in is kept for {host}. Check the name: it is written as in the list of sign-ins.',

  'plugins.no-server': 'No plugin server is set. Enter its address first.',
  'plugins.server-invalid': '“{url}” is not the address of a plugin server. Use http://, https:// or file://.',
  'plugins.no-index': 'The list of plugins has not been fetched yet. Update it first.',
  'plugins.index-invalid':
    'The plugin list of {url} cannot be read: {reason}. The list you had is kept. Ask who runs the server.',
  'plugins.entry-invalid': 'The server’s entry for {plugin} cannot be used: {reason}. Ask who runs the server.',
  'plugins.unknown': 'There is no plugin named {plugin} on the server. Update the list or check the name.',
  'plugins.already-installed': '{plugin} {version} is already installed. Nothing was changed.',
  'plugins.not-installed': '{plugin} is not installed. Install it first.',
  'plugins.none-installed': 'No plugin is installed. Install one first.',
  'plugins.none-of-vendor': 'No installed plugin is for {vendor}. Install one of that vendor, or check the name.',
  'plugins.file-unreadable': '{path} cannot be read: {reason}. Check the name and the rights on that file.',
  'plugins.archive-mismatch':
    'The archive of {plugin} is not the one announced: expected {what} {expected}, got {actual}. It was not used. Ask who runs the server.',
  'plugins.archive-invalid': 'The archive of {plugin} is not a plugin: {reason}. Ask who runs the server.',
  'plugins.info-invalid': 'The plugin-info of {plugin} cannot be read: {reason}. Ask the plugin’s author.',
  'plugins.interface-unsupported':
    '{plugin} needs plugin interface {needed}, Provdesk has {supported}. Ask for another version of it.',
  'plugins.packages-invalid': '{plugin}: {file} line {line}: {reason}. Ask the plugin’s author.',
  'plugins.nothing-to-roll-back': 'There is no earlier version of {plugin} to go back to. Only an upgrade leaves one.',
  'plugins.busy': '{plugin} is being changed by another operation. Wait for it to end.',

  'packages.unknown': '{plugin} has no package named {package}. Check the name.',
  'packages.none': '{plugin} has no package for {models}. Check the model, or install packages by name.',
  'packages.none-for-models': 'None of these plugins has a package for {models}. Check the model, or install packages by name.',
  'packages.not-installed': '{package} of {plugin} is not installed.',
  'packages.invalid': '{package} of {plugin} cannot be installed: {reason}. Ask the plugin’s author.',
  'packages.file-missing':
    '{file} has no download address. Get it from the vendor, then bring it: under Files in the window, or with “provdesk files add”.',
  'packages.downloader-unknown':
    '{file} is to be fetched by “{downloader}”, which Provdesk does not have. Get it from the vendor and add it with “provdesk files add”.',
  'packages.size-mismatch': '{file}: expected {expected} bytes, got {actual}. The file was not used. Ask who runs the server.',
  'packages.digest-mismatch': '{file}: expected SHA-1 {expected}, got {actual}. The file was not used. Ask who runs the server.',
  'packages.step-failed':
    '{package}: step “{step}” of {procedure} failed on {file}: expected {expected}, found {actual}. Ask the plugin’s author.',

  'files.other-size':
    '{file}: the plugin declares {expected} bytes, this file has {actual}. It was not used. Bring the version that the plugin names.',
  'files.other-content':
    '{file}: its content is not what the plugin declares (digest {expected}, this file has {actual}). It was not used. Bring the version that the plugin names.',
  'files.not-wanted':
    '{path} is no file that a package of an installed plugin asks for. Install its plugin first, or check which file is meant.',
  'files.too-large':
    '{path} has {size} bytes; a browser may hand over {limit} at most. Use “provdesk files add” on the machine that runs Provdesk.',
  'files.too-many-uploads': 'Too many files are being handed over at the same time. Wait until one has ended, then try again.',

  'archive.truncated': '{archive} ends too early, after {actual} bytes. Download it again or ask who made it.',
  'archive.unreadable': '{archive} is not a {format} archive that can be read: {reason}. Ask who made it.',
  'archive.unsafe-member': '{archive} holds “{member}”, which was refused: {reason}. Nothing of it was used.',
  'archive.too-large': '{archive} unpacks to more than allowed: {what} {actual}, limit {limit}. Nothing of it was used.',

  'repo.no-plugins': '{path} holds no plugin: no folder in it has a plugin-info. Check the path.',
  'repo.no-archives': '{path} holds no archive of a plugin. Check the path, or build one first.',
  'repo.plugin-invalid': '{plugin}: {file} line {line}: {reason}. Errors in all: {count}; “provdesk repo check” lists them.',
  'repo.unsafe-source': '{plugin} holds “{member}”, which cannot be packed: {reason}. Remove or rename it.',
  'repo.already-there': '{path} is there already and was left as it is. Choose another name or remove it first.',
  'repo.unknown-file': '{plugin} defines no file {file}. Check the name in its pkgs.db.',
  'repo.not-found': 'No archive of {plugin} is in {folder}. Check the name, or build it first.',
  'repo.not-newer':
    '{folder} already has {plugin} {there}, and {version} is not newer. Raise the version: who has one never fetches it again.',

  ...deviceFailures,

  'operations.unknown': 'There is no operation {operation}.',
  'operations.not-running': 'Operation {operation} has already ended.',
  'operations.nothing-to-retry': 'Nothing of operation {operation} failed, so there is nothing to retry.',
  'operations.none-unfinished': 'No installation was left unfinished, so there is nothing to go on with.',
  'operations.cancelled': 'Cancelled. What was already done is kept, and what was begun was undone.',
  'operations.interrupted':
    'Provdesk stopped before this was finished. Start it again: what is already here is not fetched twice.',
} as const;
