namespace Waggle.CSharp;

/// <summary>Runs the method when a system call returns, by a probe of the kernel (Linux 4.17).</summary>
/// <remarks>The method takes nothing, or what the system call returned: a negative number is an error. Its own result means nothing.</remarks>
/// <param name="name">The system call's name, such as "openat"; the machine's prefix is found at attach.</param>
/// <example><code>[Kretsyscall("openat")] static void OnOpened(long descriptor)</code></example>
public sealed class KretsyscallAttribute(string name) : HookAttribute($"kretsyscall/{name}", HookParameters.Result);
