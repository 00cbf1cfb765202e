using Waggle.Linux.Interop;

namespace Waggle.Linux.Programs;

/// <summary>Where something of the kernel was found that an object asks for.</summary>
/// <param name="Address">Of a symbol without a type: its address; 0 if it is missing.</param>
/// <param name="TypeId">Of a variable or function: its BTF id; 0 if it is missing or has no type.</param>
/// <param name="Module">The types of the module that has it; null for the kernel itself.</param>
/// <param name="Number">Place among the object's externs, which tells the calls of missing functions apart.</param>
internal sealed record ResolvedExtern(ulong Address, int TypeId, SafeDescriptor? Module, int Number)
{
    /// <summary>What the call of a missing function becomes, its number added: the verifier refuses it where it can be reached
    /// (libbpf's <c>POISON_CALL_KFUNC_BASE</c>).</summary>
    public const int MissingCall = 2_002_000_000;
}
