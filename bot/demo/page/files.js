// Files on their way into a chat: those of the visitor, and the two texts of a policy that the demo brings along.

export async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

async function text(name) {
  const answer = await fetch(`/demo/samples/${name}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return new File([await answer.blob()], name, { type: "text/plain" });
}

const sample = (name, word) => ({ name, word, caption: "/policy kk", file: () => text(name) });

/** A policy as a clinic would send it to the group, and its next edition. ``word``: what it is, as a key of the page's words. */
export const samples = [sample("policy.kk.txt", "samplePolicy"), sample("policy-new.kk.txt", "sampleEdition")];
