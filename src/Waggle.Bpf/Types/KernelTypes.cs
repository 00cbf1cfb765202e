using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Types;

/// <summary>The types of one kernel: its own, and those of its modules, which are read when its own do not answer.</summary>
/// <remarks>Thread-safe. The modules are those of the moment when they are first asked for.</remarks>
public sealed class KernelTypes
{
    private readonly Lazy<ModuleTypesList> _modules;

    /// <summary>A kernel without modules, such as a foreign one of which only the kernel's own BTF is at hand.</summary>
    /// <param name="kernel">The kernel's own types.</param>
    public KernelTypes(Btf kernel) : this(kernel, static () => ModuleTypesList.Empty)
    {
    }

    /// <summary>A kernel with modules.</summary>
    /// <param name="kernel">The kernel's own types.</param>
    /// <param name="readModules">Reads the modules' types, on top of <paramref name="kernel"/>; called at most once.</param>
    public KernelTypes(Btf kernel, Func<ModuleTypesList> readModules)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(readModules);
        Kernel = kernel;
        _modules = new(readModules);
    }

    /// <summary>The kernel's own types.</summary>
    public Btf Kernel { get; }

    /// <summary>The types of its modules, in order of name.</summary>
    public ImmutableArray<ModuleTypes> Modules => _modules.Value.Modules;

    /// <summary>Modules of which the types can't be used, and why. They spoil nothing that does not need them.</summary>
    public ImmutableArray<ModuleTypesProblem> Problems => _modules.Value.Problems;

    /// <summary>Finds a function, variable or type of the kernel or of a module.</summary>
    /// <typeparam name="T">Its kind, such as <see cref="BtfFunction"/> for a kfunc.</typeparam>
    /// <param name="name">Its exact name.</param>
    /// <param name="found">Where it is: the kernel's own come first, then the modules' in order of name.</param>
    /// <returns>Whether there is one.</returns>
    /// <remarks>A hash look-up in the kernel and in each module; nothing is read twice.</remarks>
    public bool TryFind<T>(string name, [NotNullWhen(true)] out KernelType<T>? found) where T : BtfType
    {
        if (Kernel.TryFind(name, out int id, out T? type))
        {
            found = new(Kernel, null, id, type);
            return true;
        }
        foreach (ModuleTypes module in Modules)
        {
            if (module.Types.TryFind(name, out id, out type)) // nothing of the kernel's has the name: it is the module's own
            {
                found = new(module.Types, module.Name, id, type);
                return true;
            }
        }
        found = null;
        return false;
    }
}

/// <summary>Something found in a kernel's types.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Types">The types that <paramref name="Id"/> counts in.</param>
/// <param name="Module">The module that has it; null for the kernel itself.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">What it is.</param>
public sealed record KernelType<T>(Btf Types, string? Module, int Id, T Type) where T : BtfType;

/// <summary>The types of a module.</summary>
/// <param name="Name">The module's name, as in /proc/modules.</param>
/// <param name="Types">Its types, on top of the kernel's.</param>
public sealed record ModuleTypes(string Name, Btf Types);

/// <summary>A module of which the types can't be used.</summary>
/// <param name="Module">The module's name.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="Error">The exception that says so.</param>
public sealed record ModuleTypesProblem(string Module, string Reason, Exception Error);

/// <summary>What reading the types of all modules gave.</summary>
/// <param name="Modules">Those that can be used, in order of name.</param>
/// <param name="Problems">Those that can't.</param>
public sealed record ModuleTypesList(ImmutableArray<ModuleTypes> Modules, ImmutableArray<ModuleTypesProblem> Problems)
{
    /// <summary>No module at all.</summary>
    public static ModuleTypesList Empty { get; } = new([], []);
}
