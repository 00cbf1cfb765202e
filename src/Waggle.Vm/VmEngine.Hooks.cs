using Waggle.Bpf.Catalog;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>What the engine knows of its application's hooks: which sections are theirs, and what must stop before the engine goes.</summary>
public sealed partial class VmEngine
{
    private readonly Lock _hooksLock = new();
    private readonly Dictionary<string, StructContext> _hookContexts = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _hooks = [];

    /// <summary>Says what context programs of a section get, from the next load on.</summary>
    /// <param name="section">Name of the section, or what stands in it before a slash.</param>
    /// <param name="context">The context.</param>
    /// <param name="hook">What is to be disposed before the engine.</param>
    /// <exception cref="ArgumentException">The name is one of the kernel's, or has another context already.</exception>
    internal void DefineHook(string section, StructContext context, IDisposable hook)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        if (ProgramSection.Parse(section).Type != ProgramType.Unspecified)
            throw new ArgumentException($"Programs of section '{section}' are for a hook of the kernel: take another name.", nameof(section));
        lock (_hooksLock)
        {
            if (_hookContexts.TryGetValue(section, out StructContext? known) && known != context)
                throw new ArgumentException($"Programs of section '{section}' get a {known.Type.Name} in this engine: take another name for hooks with a {context.Type.Name}.", nameof(section));
            _hookContexts[section] = context;
            _hooks.Add(hook);
        }
    }

    /// <summary>Forgets a hook that is disposed; what its section means stays as it is.</summary>
    internal void ForgetHook(IDisposable hook)
    {
        lock (_hooksLock) _hooks.Remove(hook);
    }

    /// <summary>Checks that a program's own type of its context is laid out as the application's.</summary>
    /// <exception cref="VmLoadException">It is not; the text names the field.</exception>
    internal void CheckContext(ProgramSpec program, Btf? types)
    {
        if (types is null || program.Functions.IsEmpty || ContextOf(program) is not { } context) return;
        if (At(program.Functions[0].TypeId) is not BtfFunction function || At(function.PrototypeId) is not BtfFunctionPrototype { Parameters: [var first, ..] }) return;
        if (At(first.TypeId) is not BtfPointer pointer || At(pointer.TargetId) is not BtfComposite { IsUnion: false }) return; // void *: it knows what it does
        if (LayoutComparison.Find(context.Type, types, pointer.TargetId) is { } difference)
            throw new VmLoadException(program.Name, null, $"Its context is laid out in another way than {context.Type.Name}: {difference}. Mend the one or the other.");

        BtfType? At(int id) => id > 0 && id < types.Count ? types[types.SkipModifiers(id)] : null;
    }

    /// <summary>The context that the application has defined for a program's section; null if it has none.</summary>
    private StructContext? ContextOf(ProgramSpec program)
    {
        if (program.Type != ProgramType.Unspecified) return null;
        ReadOnlySpan<char> section = program.Section.AsSpan().TrimStart('?');
        lock (_hooksLock)
        {
            Dictionary<string, StructContext>.AlternateLookup<ReadOnlySpan<char>> contexts = _hookContexts.GetAlternateLookup<ReadOnlySpan<char>>();
            while (true)
            {
                if (contexts.TryGetValue(section, out StructContext? context)) return context;
                int slash = section.LastIndexOf('/');
                if (slash < 0) return null;
                section = section[..slash];
            }
        }
    }

    private void DisposeHooks()
    {
        IDisposable[] hooks;
        lock (_hooksLock) hooks = [.. _hooks];
        foreach (IDisposable hook in hooks) hook.Dispose();
    }
}
