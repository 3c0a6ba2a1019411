import type { LogEvent, Redactor } from '@ml-ci/core';

/** The event without the secrets of a build. */
export function redactEvent(event: LogEvent, redactor: Redactor): LogEvent {
  switch (event.type) {
    case 'output':
      return { ...event, line: redactor.redact(event.line) };
    case 'info':
    case 'warn':
    case 'error':
    case 'debug':
    case 'annotation':
      return { ...event, message: redactor.redact(event.message) };
    case 'table':
      return { ...event, rows: event.rows.map((row) => row.map((cell) => redactor.redact(cell))) };
    case 'group':
    case 'group-end':
    case 'progress':
      return event;
  }
}
