package dev.runnel.load;

/** The most of each that a process used while it was looked at. */
final class Peak {

  private final ProcessProbe probe;
  private int threads;
  private int fileDescriptors;
  private double residentMiB;

  Peak(ProcessProbe probe) {
    this.probe = probe;
  }

  /** Looks at the process. */
  void look() {
    threads = Math.max(threads, probe.threads());
    fileDescriptors = Math.max(fileDescriptors, probe.fileDescriptors());
    residentMiB = Math.max(residentMiB, probe.residentMiB());
  }

  int threads() {
    return threads;
  }

  int fileDescriptors() {
    return fileDescriptors;
  }

  double residentMiB() {
    return residentMiB;
  }
}
