/** Where the images of the text that is being written are sent. */
export const imagesOf = (): string => `${location.pathname.replace(/(\/amendements\/[^/]+)?\/ecrire\/?$/, "")}/images`;

/** Where an image of it is. */
export const addressOf = (file: string): string => `${imagesOf()}/${file}`;

/** The file of an address, if it is that of an image of this text: nothing is asked of another host, nor of another text. */
export function fileAt(address: string): string | null {
  const start = `${imagesOf()}/`;
  return address.startsWith(start) ? address.slice(start.length) : null;
}
