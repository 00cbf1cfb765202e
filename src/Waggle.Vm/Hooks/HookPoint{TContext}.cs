using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Hooks;

/// <summary>A place in the application where programs run, defined by what they get to see: a struct.</summary>
/// <typeparam name="TContext">The context, which r1 points to. A program reads all of it, and writes the fields that are not
/// <c>readonly</c> (those of init-only properties are). C programs declare the same struct; where their object has BTF, loading
/// compares the two field by field.</typeparam>
/// <remarks>Thread-safe. Make the hook, then load the programs for it: what section they are in says which hook they are for.</remarks>
public unsafe class HookPoint<TContext> : HookPoint where TContext : unmanaged
{
    /// <summary>Defines a hook.</summary>
    /// <param name="engine">Where its programs run. Disposing the engine disposes the hook.</param>
    /// <param name="section">Section of its programs: <c>SEC("section")</c> or <c>SEC("section/anything")</c>.</param>
    /// <param name="options">What returned values and faults mean; null for the usual: 0 passes on, any other value decides, a fault passes on.</param>
    /// <exception cref="ArgumentException">The section is one of the kernel's, or that of another struct in this engine; or the struct is
    /// larger than 32 KiB.</exception>
    public HookPoint(VmEngine engine, string section, HookOptions? options = null) : base(engine, section, StructContext.Of<TContext>(), options)
    {
    }

    /// <summary>Runs the programs, in their order, until one decides.</summary>
    /// <param name="context">What they see, and may change.</param>
    /// <returns>The answer.</returns>
    /// <remarks>Allocates nothing, but for a fault. A hook without programs costs next to nothing.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HookDecision Run(ref TContext context)
    {
        fixed (TContext* pinned = &context) return Run(pinned);
    }
}
