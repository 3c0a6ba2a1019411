/** Keeps the secrets of a run and takes them out of everything that is printed or written. */
export interface Redactor {
  /** From now on `secret`, and its Base64 and URI-encoded forms, are replaced; one character or less is ignored. */
  add(secret: string): void;
  redact(text: string): string;
  /** True where redacting would change the text. */
  contains(text: string): boolean;
}

/** `onAdd` hears every new secret, so that a host can mask it on its platform. */
export function createRedactor(onAdd: (secret: string) => void = () => undefined): Redactor {
  const secrets = new Set<string>();
  let ordered: string[] = [];
  const redact = (text: string) => ordered.reduce((kept, secret) => kept.replaceAll(secret, '***'), text);
  return {
    add(secret) {
      for (const form of formsOf(secret)) {
        if (form.trim().length < 4 || secrets.has(form)) continue;
        secrets.add(form);
        onAdd(form);
      }
      ordered = [...secrets].sort((a, b) => b.length - a.length);
    },
    redact,
    contains: (text) => ordered.some((secret) => text.includes(secret)),
  };
}

/** A copy of `value` with every text in it redacted. */
export function redactDeep<T>(value: T, redactor: Pick<Redactor, 'redact'>): T {
  // redaction keeps the shape: it only replaces text inside string members
  return redactAny(value, redactor) as T;
}

function redactAny(value: unknown, redactor: Pick<Redactor, 'redact'>): unknown {
  if (typeof value === 'string') return redactor.redact(value);
  if (Array.isArray(value)) return value.map((item) => redactAny(item, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactAny(item, redactor)]));
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return lines.length > 1 ? [...forms, ...lines] : forms;
}
