import { imageMessages as messages } from "../../messages/images";
import { imagesOf } from "./address";
import { readImage, type Image } from "./image";

/** Why an image was not kept, in a sentence to show. */
export class NotKept extends Error {}

/** What the server answers: the image as it keeps it, or why it does not. */
interface Answer {
  readonly file?: string;
  readonly width?: number;
  readonly height?: number;
  readonly message?: string;
}

/**
 * Sends an image; `progress` is told which part of it has left, from 0 to 1.
 *
 * Errors: {@link NotKept}, and an `AbortError` where `signal` says to stop.
 */
export function upload(file: Blob, progress: (part: number) => void, signal: AbortSignal): Promise<Image> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const answer = (request.response ?? {}) as Answer;
      const image = request.status === 201 ? readImage({ ...answer }) : null;
      if (image) resolve(image);
      else reject(new NotKept(answer.message ?? messages.refused(request.status)));
    });
    request.addEventListener("error", () => reject(new NotKept(messages.offline)));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", imagesOf());
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.send(file);
  });
}
