export function installed(): string;
