using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Waggle.Trace.Hooks;

namespace Waggle.Trace.Generation;

/// <summary>Writes the program class that an expression becomes.</summary>
internal static class ScriptSource
{
    internal static string Write(Draft draft, ImmutableArray<ScriptMap> maps, EventSites sites, TraceOptions options)
    {
        TextLiterals literals = new();
        StatementWriter writer = new(draft, maps, sites, literals);
        StringBuilder programs = new();
        MethodDeclarationSyntax[] methods = [.. draft.Tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()];
        foreach (ScriptProgram program in draft.Programs)
        {
            var (attribute, parameters, _) = draft.Headers[program.Number];
            programs.Append(CultureInfo.InvariantCulture, $"[{attribute}]\nstatic void P{program.Number}({parameters})\n{{\n{Filter(program.Hook, options)}");
            writer.Write(programs, methods[program.Number], program.Number);
            programs.Append("\n#line default\n}\n");
        }

        StringBuilder members = new(), types = new();
        sites.Declare(members, types);
        literals.Declare(members);
        foreach (ScriptMap map in maps) Declare(map, members, types);
        return $"{Draft.Usings}\n[BpfProgram]\npublic static class Script\n{{\n{members}{programs}}}\n{types}{draft.Declarations}";
    }

    private static void Declare(ScriptMap map, StringBuilder members, StringBuilder types)
    {
        string keyed = map.Key.IsEmpty ? " public long K0;" : string.Concat(map.Key.Select((k, i) => $" public {k.Type} K{i};"));
        types.Append(CultureInfo.InvariantCulture, $"public struct {map.KeyType} {{{keyed} }}\n");
        string type = map.Kind switch
        {
            MapKind.Scalar => $"HashMap<{map.KeyType}, {map.Value.Type}>",
            MapKind.Count => $"PerCpuHashMap<{map.KeyType}, long>",
            MapKind.Hist or MapKind.Lhist => $"PerCpuHashMap<Bucketed<{map.KeyType}>, long>",
            _ => $"PerCpuHashMap<{map.KeyType}, Aggregate>",
        };
        members.Append(CultureInfo.InvariantCulture, $"static readonly {type} {map.Identifier} = new();\n");
    }

    // What runs at no process's doing is not filtered.
    private static string Filter(Hook hook, TraceOptions options)
    {
        if (hook.Kind is HookKind.Begin or HookKind.End or HookKind.Interval) return "";
        return options.Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"if (Bpf.CurrentProcess != {pid}) return;\n") : "";
    }
}
