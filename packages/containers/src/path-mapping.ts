import type { Rootfs } from './rootfs.ts';

/**
 * Maps what a command or variable says to the unpacked files: an absolute path that exists in the image becomes its
 * path on this machine, also behind `--flag=` and in lists with `:`. Everything else stays as it is.
 */
export function mapText(text: string, rootfs: Rootfs): string {
  const whole = mapPath(text, rootfs);
  if (whole !== text) return whole;
  const flag = /^(-{1,2}[\w.-]+=)(\/.*)$/s.exec(text);
  if (flag) return `${flag[1]}${mapList(flag[2] ?? '', rootfs)}`;
  return mapList(text, rootfs);
}

function mapList(text: string, rootfs: Rootfs): string {
  if (text.includes('://')) return text;
  return text
    .split(':')
    .map((part) => mapPath(part, rootfs))
    .join(':');
}

function mapPath(path: string, rootfs: Rootfs): string {
  // "/" alone is more often the root of a web site than a folder
  if (!path.startsWith('/') || /^\/+$/.test(path)) return path;
  const located = rootfs.locate(path);
  return located ?? path;
}

/** The folders of `PATH` that the image has, on this machine. */
export function mapSearchPath(searchPath: string, rootfs: Rootfs): readonly string[] {
  return searchPath.split(':').flatMap((folder) => {
    const located = folder.startsWith('/') ? rootfs.locate(folder) : undefined;
    return located === undefined ? [] : [located];
  });
}
