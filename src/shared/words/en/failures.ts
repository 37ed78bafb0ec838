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

  'ssh.unreachable': '{host}, port {port}, does not answer: {reason}. Check its power, its cable and its address.',
  'ssh.hung-up':
    '{host} closed the connection during the {when}. It takes few connections at a time: wait a moment and try again.',
  'ssh.silent':
    '{host} took the connection and then said nothing for {seconds} s. It may hang: restart it, or wait until it has started.',
  'ssh.host-key-changed':
    '{host} shows another key than before ({shown}, known: {expected}). It was reset or replaced, or it is not the device you mean. Nothing was sent. If you know why, forget its key and try again.',
  'ssh.no-common-algorithm':
    '{host} speaks only SSH algorithms that are no longer safe ({reason}). If you trust this network, allow the legacy algorithms for this one device.',
  'ssh.sign-in-refused': '{host} refused “{credential}” (user {username}; tried: {tried}). Check user name and password or key.',
  'ssh.no-credential-worked': 'None of the credentials was let in at {host}: {reasons}. Add the right one to this device.',
  'ssh.key-unreadable': 'The key of “{credential}” cannot be read: {reason}. Give it again, with its passphrase.',
  'ssh.agent-unreachable': 'The SSH agent for “{credential}” does not answer: {reason}. Start it and load its keys.',
  'ssh.command-timed-out':
    '{host} did not finish “{command}” within {seconds} s. It may be overloaded: try again, or restart it.',
  'ssh.cut-off': 'The connection to {host}, port {port}, was cut. Check the cable, then try again.',
  'ssh.stalled': '{host} took nothing for {seconds} s, after {sent} bytes. Check the link, then try again.',
  'ssh.no-sftp': '{host} offers no SFTP: {reason}.',
  'ssh.channel-refused': '{host} opens no further channel: {reason}. End other sessions on the device, then try again.',
  'ssh.too-much':
    '{host} sent more than {limit:MB} in answer to one question: it was cut short. Look at what fills its configuration.',

  'credentials.unknown': 'There is no credential {credential}. It may have been removed.',
  'credentials.name-taken': 'There is a credential “{name}” already. Choose another name.',
  'credentials.in-use': '{devices} devices use “{name}”. Take it off them first.',
  'images.file-unreadable': '{path} cannot be read: {reason}. Choose another file.',
  'images.too-large': '{name} is larger ({size:MB}) than images may be ({limit:MB}). Check the file, or raise the limit.',
  'images.not-firmware': '{name} is no firmware image but {kind}. Choose the file that ends in sysupgrade.',
  'images.damaged': '{name} is damaged: its own checksum says {expected}, its bytes give {actual}. Get it again.',
  'images.name-too-long': 'The name {name} is longer than {limit} characters. Rename the file.',
  'images.type-unknown': 'No boards are known for {type}, and the image names none itself. Choose its type.',
  'images.type-taken': 'Build {build} has an image of type {type} already. Remove that one first.',
  'images.unknown': 'There is no firmware image {image}. It may have been removed.',
  'images.ambiguous': '{image} is in several builds: {builds}. Say which image by its id.',
  'images.in-use': '{name} is being flashed by {operations} operations. Wait until they have ended.',
  'builds.unknown': 'There is no build {build}. Check its name, or add an image of it.',
  'builds.ambiguous': 'Build {build} is in several categories: {categories}. Name the category too.',
  'builds.version-taken': 'Category {category} has a build {version} already.',
  'builds.os-taken': 'Build {build} says “{os}” of itself already: two builds of one identifier cannot be told apart.',
  'builds.in-use': 'Build {build} has {images} images. Remove them first.',
  'categories.unknown': 'There is no category {category}.',
  'categories.name-taken': 'There is a category {name} already. Choose another name.',
  'categories.in-use': 'Category {category} has {builds} builds. Remove them first.',
  'upgrade.no-connection': '{device} has no SSH address. Give it one, with a credential.',
  'upgrade.no-credentials': '{device} has no credential. Add one to it.',
  'upgrade.deactivated': '{device} is deactivated: it is left alone until you activate it.',
  'upgrade.already-running': 'Operation {operation} works on {device}. Wait until it has ended, or cancel it.',
  'upgrade.options-conflict': '-{first} and -{second} exclude each other. Choose one.',
  'upgrade.no-devices': 'No device fits this choice. Change the filters, or say what the devices are.',
  'upgrade.no-image': 'Build {build} has no image for {device} ({board}). Add it.',
  'upgrade.other-category':
    '{device} has an image of {has}; {build} is of {category}. Choose its image yourself to move it there.',
  'upgrade.other-type':
    '{device} has an image of type {has}, and {build} has none of it for its board, only {images}. Add it, or choose the image yourself.',
  'upgrade.several-images': '{build} has several images for {device}: {images}. Choose one yourself.',
  'upgrade.board-unknown': 'It is not known yet what {device} is. Have it identified first, or choose the image yourself.',
  'upgrade.already-installed': '{device} runs {build} already. Choose “reinstall” to flash it all the same.',
  'upgrade.choice-missing': 'Choose a build or an image.',
  'upgrade.batch-ended': 'Batch {batch} has already ended.',
  'upgrade.nothing-to-retry': 'Nothing of batch {batch} is left to retry: what failed in it has succeeded since.',
  'upgrade.start-too-far': 'A batch can be scheduled for up to {days} days ahead. Choose an earlier time.',
  'upgrade.start-passed': 'That time has passed. Choose one that lies ahead, or none to begin at once.',

  'upgrade.plan-unknown': 'There is no plan {plan}. Make it again with “upgrade plan”.',
  'upgrade.plan-changed': 'Plan {plan} is no longer what would be done: {reason}. Make it again and look at it.',

  'upgrade.needs-engine': 'Nobody would go on with it: start “provdesk serve”, or wait for its end here.',

  'upgrade.unknown': 'There is no upgrade operation {operation}.',
  'upgrade.batch-unknown': 'There is no batch {batch}.',
  'upgrade.not-running': 'Operation {operation} has already ended.',
  'upgrade.past-no-return':
    'The flash of {device} has begun: it cannot be cancelled any more. Leave its power on and wait for its return.',
  'upgrade.cancelled': 'Cancelled before the flash: the device runs what it ran before.',
  'upgrade.identity-unreadable': '{device} should be {expected}, and does not say who it is. Nothing was sent.',
  'upgrade.wrong-device': 'At this address is {found}, not {expected}. Nothing was sent. Check the address.',
  'upgrade.not-supported': '{device} is no OpenWrt device: it has no {missing}. Nothing was changed.',
  'upgrade.same-device': '{device} and {other} are the same device under two addresses. Nothing was sent. Remove one of them.',
  'upgrade.still-flashing': '{device} is being flashed at this moment. Nothing was touched. Wait until it has restarted.',
  'upgrade.wrong-board': '{image} is for {boards}; the device is {board}. Nothing was sent. Choose the image of its board.',
  'upgrade.incompatible':
    '{image} (compatibility {wanted}) cannot follow what {board} runs ({has}): {message}. It needs another way than this.',
  'upgrade.needs-reset':
    '{image} cannot keep the configuration of {board} ({has}, it needs {wanted}): {message}. Choose “do not keep the configuration” (-n).',
  'upgrade.low-memory':
    '{device} has {free:MB} of memory free and needs {needed:MB}. It was not flashed; what was stopped for it is started again. Restart it, or stop what it runs.',
  'upgrade.no-room': '{device} has {free:MB} free in {folder} and needs {needed:MB}. It was not flashed. Restart it.',
  'upgrade.upload-failed': 'The image could not be brought to {device}: {reason}. What had arrived was removed.',
  'upgrade.upload-mismatch':
    'What arrived at {device} is not what was sent: {actual} instead of {expected}. It was removed; nothing was flashed.',
  'upgrade.backup-failed':
    'The configuration of {device} could not be fetched: {reason}. It was not flashed. Try again, or go on without a backup.',
  'upgrade.no-backup':
    'Operation {operation} fetched no configuration of {device}: it was not asked to, or did not get that far.',
  'upgrade.image-refused': '{device} refuses the image: {reason}. It was not flashed. Check that it is the right one.',
  'upgrade.test-ended':
    '{device} ended its own test of the image before it came to an answer: {reason}. Often its memory is short. It was not flashed; try again, or restart it first.',
  'upgrade.flash-rejected': '{device} refused the flash command: {reason}. It runs what it ran before.',
  'upgrade.did-not-flash':
    '{device} took the command and did not restart within {seconds} s: it runs what it ran before ({release}). Look at its log, then try again.',
  'upgrade.old-version-back':
    '{device} restarted and runs {release} again, not {expected}. It may have fallen back to its other partition: try again.',
  'upgrade.other-version': '{device} restarted with {release}; {expected} was expected. Check the image, then the device.',
  'upgrade.not-back':
    '{device} has not come back {minutes} min after the flash. It is still being watched. Do not cut its power; look at its lights, and at its new address if its configuration was not kept.',
  'upgrade.took-too-long':
    'The upgrade of {device} was not ready to flash within {minutes} min and was given up. The device runs what it ran before.',
  'upgrade.cut-short':
    'Provdesk was ended {count} times in a row while it worked on {device}, and gave it up, as this may be the reason. The device was not flashed. See what ended it, then try again.',
  'upgrade.no-way-to-write': '{device} takes files neither by cat nor by scp nor by SFTP: {reason}. It was not flashed.',
  'upgrade.batch-not-paused': 'Batch {batch} is {state}: there is nothing to go on with.',

  'devices.unknown': 'There is no device {device}. It may have been removed.',
  'devices.ambiguous': '{count} devices are called {device}: {found}. Say which by its address or its id.',
  'devices.address-taken':
    '{device} is at {host}, port {port} already. Give this device its own address, or deactivate the other one.',
  'devices.nameless': 'A device needs its MAC address or its SSH address.',
  'devices.too-many': 'There are {most} devices already. Remove those that are gone.',
  'devices.not-serving': '{mac} could write nothing: no TFTP port is open. Start “provdesk serve” with TFTP first.',
  'devices.parameter-name':
    '“{name}” cannot be the name of a parameter. Use letters, digits, dots, hyphens and underscores, {most} at most.',
  'devices.parameter-value':
    'The value of {name} does not fit into a line of a configuration. Give at most {most} characters, without line breaks.',
  'devices.parameter-secret':
    '{name} would hold a password or a key, and configurations are kept readable. Set it on the device itself. Nothing was changed.',
  'devices.parameter-unknown': '{whose} has no parameter {name} of its own to remove. Nothing was changed.',
  'devices.too-many-parameters': '{whose} would have more than {most} parameters. Remove some first.',
  'devices.not-rendered':
    'Provdesk can write configurations for {known}, and {whose} is not known to be of these. Nothing was changed.',
  'devices.would-overwrite':
    '{path} holds something else already. Choose another folder, or allow it to be replaced. Nothing was written.',

  'operations.unknown': 'There is no operation {operation}.',
  'operations.not-running': 'Operation {operation} has already ended.',
  'operations.nothing-to-retry': 'Nothing of operation {operation} failed, so there is nothing to retry.',
  'operations.none-unfinished': 'No installation was left unfinished, so there is nothing to go on with.',
  'operations.cancelled': 'Cancelled. What was already done is kept, and what was begun was undone.',
  'operations.interrupted':
    'Provdesk stopped before this was finished. Start it again: what is already here is not fetched twice.',
} as const;
