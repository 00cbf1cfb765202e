namespace Waggle.CSharp;

/// <summary>Runs the method when a system call is entered, by a probe of the kernel (Linux 4.17).</summary>
/// <remarks>Parameters are the system call's arguments in order, at most six; trailing ones may be left out. Each is read by a helper call, since the
/// kernel's function gets a pointer to the registers of the calling thread. The result means nothing.</remarks>
/// <param name="name">The system call's name, such as "openat"; the machine's prefix is found at attach.</param>
/// <example><code>[Ksyscall("openat")] static void OnOpen(int directory, ulong path)</code></example>
public sealed class KsyscallAttribute(string name) : HookAttribute($"ksyscall/{name}", HookParameters.SystemCall);
