/** Of devices that are reached over SSH, and of what they are flashed with. */
export const deviceFailures = {
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
} as const;
