using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Types;
using Waggle.Trace.Language;

namespace Waggle.Trace.Hooks;

/// <summary>Writes the C# that gives a clause its <c>args</c>, <c>arg0</c> and <c>retval</c>.</summary>
internal sealed class HookArguments(KernelFacts kernel, KernelViews views, IReadOnlySet<string> names)
{
    private const int Registers = 6; // System V

    /// <summary>Writes the struct that a hook's <c>args</c> are.</summary>
    internal void WriteStruct(StringBuilder source, Hook hook, int number)
    {
        if (hook.Kind == HookKind.Tracepoint) WriteRecord(source, hook, number);
        else if (Parameters(hook) is { } prototype) WriteArguments(source, prototype, number, Skipped(hook));
        else source.Append(CultureInfo.InvariantCulture, $"public readonly struct Args{number};\n");
    }

    /// <summary>Names of a hook's arguments, for people who wrote another one.</summary>
    internal ImmutableArray<string> Names(Hook hook) => hook.Kind == HookKind.Tracepoint
        ? [.. Fields(hook).Select(f => f.Name)]
        : Parameters(hook) is { } prototype ? [.. prototype.Parameters.Skip(Skipped(hook)).Select(p => p.Name)] : [];

    /// <summary>The program's attribute, its parameters, and the statements that declare the names.</summary>
    internal (string Attribute, string Parameters, string Declarations) Header(Hook hook, int number)
    {
        string name = Quote(hook.Name);
        string place = Quote(hook.Place);
        return hook.Kind switch
        {
            HookKind.Tracepoint => ($"Tracepoint({place}, {name})", $"ref readonly Args{number} args", ""),
            HookKind.RawTracepoint => ($"RawTracepoint({name})", Slots(SlotCount(hook)), Arguments(hook, number, SlotCount(hook))),
            HookKind.Kprobe => ($"Kprobe({name})", Slots(Registers), Arguments(hook, number, Registers)),
            HookKind.Kretprobe => ($"Kretprobe({name})", "ulong result_", Result(hook, "result_")),
            HookKind.Fentry => ($"Fentry({name})", Slots(SlotCount(hook)), Arguments(hook, number, SlotCount(hook))),
            HookKind.Fexit => ($"Fexit({name})", Slots(SlotCount(hook) + 1), Arguments(hook, number, SlotCount(hook)) + Result(hook, $"arg{SlotCount(hook)}")),
            HookKind.Uprobe => ($"Uprobe({place}, {name})", Slots(Registers), ""),
            HookKind.Uretprobe => ($"Uretprobe({place}, {name})", "ulong result_", "long retval = (long)result_;\n"),
            HookKind.Profile or HookKind.Software or HookKind.Hardware => ("PerfEvent", "", ""),
            _ => ("RawTracepoint(\"sys_enter\")", "", ""), // never attached: run from here
        };
    }

    private ImmutableArray<TracepointField> Fields(Hook hook) => TracepointField.Read(kernel.TraceFs.ReadFormat(hook.Place, hook.Name));

    private void WriteRecord(StringBuilder source, Hook hook, int number)
    {
        source.Append(CultureInfo.InvariantCulture, $"public readonly struct Args{number}\n{{\n    private readonly ulong _common;\n");
        foreach (TracepointField field in Fields(hook).Where(f => names.Contains(f.Name)))
        {
            string record = $"<Args{number}, ";
            (string type, string value) = field switch
            {
                { IsLocation: true, IsText: true } => ("Text64", $"{nameof(Builtins.LocatedText)}{record}Text64>(in this, {field.Offset})"),
                { IsText: true } => Text(field, record),
                { Count: > 0 } or { IsLocation: true } => ("ulong", $"Bpf.AddressOf(in this) + {field.Offset}"),
                { Size: 1 or 2 or 4 or 8 } => Number(field, record),
                _ => ("ulong", $"Bpf.AddressOf(in this) + {field.Offset}"),
            };
            source.Append(CultureInfo.InvariantCulture, $"    public {type} @{field.Name} => {value};\n");
        }

        source.Append("}\n");

        static (string, string) Text(TracepointField field, string record)
        {
            string type = KernelViews.TextType(field.Size);
            return (type, $"{nameof(Builtins.TextField)}{record}{type}>(in this, {field.Offset})");
        }
    }

    // Arguments of system calls have eight bytes each, whatever their type.
    private static (string, string) Number(TracepointField field, string record)
    {
        string stored = KernelViews.NumberName(field.Size, field.IsSigned);
        string read = $"{nameof(Builtins.Field)}{record}{stored}>(in this, {field.Offset})";
        return field is { Size: 8, Type: "int" } ? ("int", $"(int){read}") : (stored, read);
    }

    private void WriteArguments(StringBuilder source, BtfFunctionPrototype prototype, int number, int skipped)
    {
        int count = prototype.Parameters.Length - skipped;
        string[] slots = [.. Enumerable.Range(0, count).Select(i => $"ulong a{i}")];
        source.Append(CultureInfo.InvariantCulture, $"public readonly struct Args{number}({string.Join(", ", slots)})\n{{\n");
        for (int i = 0; i < count; i++)
        {
            BtfParameter parameter = prototype.Parameters[i + skipped];
            if (!names.Contains(parameter.Name)) continue;
            (string type, string value) = views.FromSlot(parameter.TypeId, $"_{i}");
            source.Append(CultureInfo.InvariantCulture, $"    private readonly ulong _{i} = a{i};\n    public {type} @{parameter.Name} => {value};\n");
        }

        source.Append("}\n");
    }

    private string Arguments(Hook hook, int number, int available)
    {
        if (!names.Contains("args") || Parameters(hook) is not { } prototype) return "";
        int count = prototype.Parameters.Length - Skipped(hook);
        IEnumerable<string> slots = Enumerable.Range(0, count).Select(i => i < available ? $"arg{i}" : "0");
        return $"Args{number} args = new({string.Join(", ", slots)});\n";
    }

    private string Result(Hook hook, string slot)
    {
        if (!names.Contains("retval")) return "";
        if (Parameters(hook) is not { } prototype || kernel.Types[kernel.Types.SkipModifiers(prototype.ReturnId)] is BtfVoid) return $"long retval = (long){slot};\n";
        (string type, string value) = views.FromSlot(prototype.ReturnId, slot);
        return $"{type} retval = {value};\n";
    }

    private int SlotCount(Hook hook) => Parameters(hook) is { } prototype ? prototype.Parameters.Length - Skipped(hook) : 0;

    // The first parameter of a tracepoint's function is the kernel's own.
    private static int Skipped(Hook hook) => hook.Kind == HookKind.RawTracepoint ? 1 : 0;

    private BtfFunctionPrototype? Parameters(Hook hook)
    {
        switch (hook.Kind)
        {
            case HookKind.RawTracepoint:
                // The typedef btf_trace_… has the types only; the function that calls the programs has names, too.
                return kernel.Types.TryFind($"__traceiter_{hook.Name}", out _, out BtfFunction? caller) ? kernel.Types[caller.PrototypeId] as BtfFunctionPrototype : null;
            case HookKind.Kprobe or HookKind.Kretprobe or HookKind.Fentry or HookKind.Fexit:
                bool isNeeded = hook.Kind is HookKind.Fentry or HookKind.Fexit || names.Contains("args") || names.Contains("retval");
                return isNeeded && kernel.Types.TryFind(hook.Name, out _, out BtfFunction? function) ? kernel.Types[function.PrototypeId] as BtfFunctionPrototype : null;
            default:
                return null;
        }
    }

    private static string Slots(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"ulong arg{i}"));

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
