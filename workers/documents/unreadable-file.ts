/** A file that cannot be read; the message is the sentence people see: what is wrong, and what to do. */
export class UnreadableFile extends Error {}
