using Waggle.Bpf.Errors;

namespace Waggle.Linux.Interop;

/// <summary>Sees a command that was to open a descriptor; for tests that compare what the kernel is handed with what libbpf hands it.</summary>
/// <param name="command">The command.</param>
/// <param name="attr">Address of its <c>union bpf_attr</c>, valid during the call.</param>
/// <param name="descriptor">The descriptor, or -1.</param>
/// <param name="error">Why there is none.</param>
internal delegate void CallObserver(BpfCommand command, nint attr, nint descriptor, Errno error);
