using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What answers when methods of a BPF program run as plain C#: in a test, or under a debugger.</summary>
/// <remarks>The compiler never looks at the bodies of methods with <see cref="HelperAttribute"/>; they pass their arguments, as the kernel
/// would get them, to <see cref="Call"/>. Each thread has its own host.</remarks>
public abstract unsafe class BpfHost
{
    [ThreadStatic]
    private static BpfHost? s_current;

    /// <summary>The host of this thread.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static BpfHost Current
    {
        get => s_current ?? throw OutsideOfBpf.Call();
        set => s_current = value;
    }

    /// <summary>Whether this thread has a host.</summary>
    public static bool Exists => s_current is not null;

    /// <summary>Address of the context that the program was called with.</summary>
    public virtual ulong Context => throw OutsideOfBpf.Call();

    /// <summary>Takes the host of this thread away.</summary>
    public static void Clear() => s_current = null;

    /// <summary>Calls a helper.</summary>
    /// <param name="helper">Its number in <c>enum bpf_func_id</c>.</param>
    /// <param name="a">First argument: what R1 would hold.</param>
    /// <param name="b">Second argument.</param>
    /// <param name="c">Third argument.</param>
    /// <param name="d">Fourth argument.</param>
    /// <param name="e">Fifth argument.</param>
    /// <returns>What R0 would hold.</returns>
    public abstract ulong Call(int helper, ulong a = 0, ulong b = 0, ulong c = 0, ulong d = 0, ulong e = 0);

    /// <summary>What stands for a map as an argument of a helper.</summary>
    public abstract ulong AddressOf(object map);

    /// <summary>The map that <see cref="AddressOf"/> gave an address for, as a lookup in a map of maps returns it; null for 0.</summary>
    /// <param name="address">What the lookup returned.</param>
    /// <param name="type">The map's C# type, to make an object of if there is none yet.</param>
    public virtual object? MapAt(ulong address, Type type) => address == 0 ? null : throw OutsideOfBpf.Call();

    /// <summary>What stands for a function of the program as an argument of a helper that calls it back.</summary>
    /// <param name="function">The function. A helper calls it before it returns; only timers keep it, as long as the host lives.</param>
    public virtual ulong AddressOfFunction(BpfCallback function) => throw OutsideOfBpf.Call();

    /// <summary>Where to read a structure of the kernel: memory of zeros if there is none at that address, as the kernel reads zeros there.</summary>
    /// <param name="address">What the program takes for the structure's address.</param>
    /// <param name="sizeInBytes">Its size.</param>
    public virtual ulong KernelMemory(ulong address, int sizeInBytes) => address;

    /// <summary>Address of a variable. The variable must not move: it is on the stack, in a map, or in memory that the host gave.</summary>
    public static ulong Address<T>(ref readonly T value) where T : allows ref struct =>
        (ulong)Unsafe.AsPointer(ref Unsafe.AsRef(in value));

    /// <summary>The variable at an address that <see cref="Call"/> returned; a null reference for 0.</summary>
    public static ref T At<T>(ulong address) => ref Unsafe.AsRef<T>((void*)address);
}
