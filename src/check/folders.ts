/** Where a module's iterations are kept, inside the project. */
export function iterationsFolder(module: string): string {
  return `modules/${module}/iterations`;
}
