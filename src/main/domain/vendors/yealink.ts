import { bareMac, ouiOf, parseMac } from '../../../shared/values/mac.ts';
import type { ProvisioningRequest } from '../provisioning/request.ts';
import type { DeviceFacts, Parameter, VendorDriver } from './driver.ts';

/** @see reference wazo-provd.md 4.1 (the twelve prefixes provd's plugins match) and field.md 2.1 */
const OUIS = [
  '00:15:65',
  'e4:34:d7',
  '80:5e:c0',
  '80:5e:0c',
  '24:9a:d8',
  '44:db:d2',
  '64:4f:56',
  'ec:1d:a9',
  '34:97:d7',
  'b0:61:a9',
  'c4:fc:22',
  'f0:16:53',
];

/** `Yealink SIP-T54W 96.86.0.65 00:15:65:aa:bb:cc`; older ones: `Yealink SIP-T46G 28.72.0.1`, `W52P 25.30.0.20`, `VP530P 23.70.0.40`. */
const USER_AGENT =
  /^(?:yealink\s+)?(?:SIP[ -])?((?:VP-?|T|W|CP|AX|MP|RH)[A-Z0-9-]+)\s+(\d+(?:\.\d+){2,4})(?:\s+([0-9a-f:.-]{12,17}))?\s*$/i;

/** `y000000000028.cfg`: the model's common file; `25` marks the W52P. */
const COMMON_FILE = /^y0{7,11}\d{0,4}\.(?:cfg|boot)$/i;
const MAC_FILE = /^([0-9a-f]{12})(?:-[\w-]+)?\.(?:cfg|boot|enc|xml|log)$/i;

export const yealink: VendorDriver = {
  vendor: 'Yealink',
  ouis: OUIS,
  associatesByVendor: true,
  identify: (request) => fromUserAgent(request) ?? fromFileName(request),
  isOptionalFile: (name) => COMMON_FILE.test(name) || /^[0-9a-f]{12}\.boot$/i.test(name),
  render: (mac, parameters) => [{ path: `${bareMac(mac)}.cfg`, text: configurationText(parameters) }],
};

/** A phone ignores a configuration that does not begin so. @see reference field.md 2.1: `<mac>.cfg` is read last, and wins */
const FIRST_LINE = '#!version:1.0.0.1';

function configurationText(parameters: readonly Parameter[]): string {
  return [FIRST_LINE, ...parameters.map(({ name, value }) => `${name} = ${value}`.trimEnd()), ''].join('\n');
}

function fromUserAgent(request: ProvisioningRequest): DeviceFacts | undefined {
  const userAgent = request.userAgent ?? '';
  const [, model, version, mac] = USER_AGENT.exec(userAgent) ?? [];
  if (model === undefined || version === undefined) {
    return /^yealink\b/i.test(userAgent) ? { vendor: 'Yealink', ...macFact(macInPath(request)) } : undefined;
  }
  return {
    vendor: 'Yealink',
    // `SIP VP-T49G` is listed as T49G.
    model: model.replace(/^VP-(?=T)/i, '').toUpperCase(),
    version,
    ...macFact((mac === undefined ? undefined : parseMac(mac)) ?? macInPath(request)),
  };
}

/** Without a User-Agent (TFTP) the name is all there is: our MAC prefix in it, or the common file that only Yealink asks for. */
function fromFileName(request: ProvisioningRequest): DeviceFacts | undefined {
  const mac = macInPath(request);
  if (mac !== undefined && OUIS.includes(ouiOf(mac))) return { vendor: 'Yealink', mac };
  const name = baseName(request);
  if (!COMMON_FILE.test(name)) return undefined;
  return { vendor: 'Yealink', ...(/25\.cfg$/i.test(name) ? { model: 'W52P' } : {}) };
}

function macInPath(request: ProvisioningRequest) {
  const [, digits] = MAC_FILE.exec(baseName(request)) ?? [];
  return digits === undefined ? undefined : parseMac(digits);
}

function macFact(mac: DeviceFacts['mac']): Pick<DeviceFacts, 'mac'> {
  return mac === undefined ? {} : { mac };
}

function baseName(request: ProvisioningRequest): string {
  return request.path.split(/[?#]/)[0]?.split(/[/\\]/).at(-1) ?? '';
}
