/** Where the engines of a machine keep what containers are identified by. Trusted: named by whoever answers for the machine. */
export interface EnginePlaces {
  /** State directories of Docker engines. */
  readonly dockerRoots: readonly string[];
  /** State directories of containerd. */
  readonly containerdRoots: readonly string[];
  /** Storages of Podman and CRI-O. */
  readonly storageRoots: readonly string[];
  /** Sockets that no container may have. */
  readonly engineSockets: readonly string[];
  /** What this lock decides by: its state, its policy, its configuration, its compiled code. */
  readonly own: readonly string[];
}

/** As engines come. */
export const usualPlaces: Omit<EnginePlaces, 'own'> = {
  dockerRoots: ['/var/lib/docker'],
  containerdRoots: ['/var/lib/containerd', '/var/lib/docker/containerd/daemon'],
  storageRoots: ['/var/lib/containers/storage'],
  engineSockets: [
    '/run/docker.sock',
    '/run/containerd/containerd.sock',
    '/run/docker/containerd/containerd.sock',
    '/run/podman/podman.sock',
    '/run/crio/crio.sock',
  ],
};
