/** Answers in the order of their requests, whichever is known first. */

/** An answer's place; null while it is being worked out. */
interface Place {
  text: string | null;
}

export class AnswerQueue {
  #places: Place[] = [];

  /** Requests whose answers have not been taken. */
  get length(): number {
    return this.#places.length;
  }

  /** Takes the next place; the answer is put there by a call, at any time. */
  reserve(): (text: string) => void {
    const place: Place = { text: null };
    this.#places.push(place);
    return (text) => {
      place.text = text;
    };
  }

  /** All answers up to the first that is missing; "" if that is the first. */
  takeReady(): string {
    let text = "";
    let ready = 0;
    for (; ready < this.#places.length; ready++) {
      const next = this.#places[ready]!.text;
      if (next === null) break;
      text += next;
    }
    if (ready > 0) this.#places = this.#places.slice(ready);
    return text;
  }

  clear(): void {
    this.#places = [];
  }
}
