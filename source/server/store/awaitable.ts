/** What a local database answers at once and one across the network by a promise. */
export type Awaitable<Value> = Value | Promise<Value>;
