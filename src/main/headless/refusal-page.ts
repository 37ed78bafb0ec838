/** What a browser without a session sees, and all that it sees. It names no version and no data. */
export const refusalPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Provdesk</title>
<style nonce="__CSP_NONCE__">
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
section { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 1.25rem 0; }
p { margin: 0; }
code { font: .95em ui-monospace, monospace; }
</style>
</head>
<body>
<main>
<section>
<h1>This window needs a fresh link</h1>
<p>Links to Provdesk work once, for ten minutes. Run <code>provdesk status</code> on the machine that runs Provdesk to get a new one.</p>
</section>
<section lang="fr">
<h1>Cette fenêtre demande un nouveau lien</h1>
<p>Un lien vers Provdesk sert une seule fois, pendant dix minutes. Lancez <code>provdesk status</code> sur la machine où tourne Provdesk pour en obtenir un autre.</p>
</section>
</main>
</body>
</html>
`;
