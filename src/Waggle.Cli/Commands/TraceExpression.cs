using System.CommandLine;
using System.Globalization;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;
using Waggle.Trace;
using Waggle.Trace.Generation;
using Waggle.Trace.Hooks;
using Waggle.Trace.Problems;
using Waggle.Trace.Running;

namespace Waggle.Cli.Commands;

/// <summary>Traces by an expression: what <c>waggle trace</c> does by itself.</summary>
internal sealed class TraceExpression
{
    private readonly Option<string?> _expression = new("--expression", "-e")
    {
        Description = "HOOK where CONDITION => C# STATEMENT; … (docs/one-liners.md).",
        HelpName = "EXPRESSION",
    };

    private readonly Option<string?> _list = new("--list", "-l")
    {
        Description = "List the tracepoints that match a pattern, or with kprobe:PATTERN functions of the kernel.",
        HelpName = "PATTERN",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "With --list: the arguments of each tracepoint, too." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Compile the expression, and load nothing." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Print the C# and the instructions that the expression becomes, and load nothing." };
    private readonly Option<TimeSpan?> _duration = WatchOptions.Duration();
    private readonly Option<int?> _pid = WatchOptions.Pid();
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts (one object a line). [default: text]");

    /// <summary>Adds the options and the action to the command.</summary>
    public static void AddTo(Command command, Invocation invocation)
    {
        TraceExpression expression = new();
        foreach (Option option in (Option[])[expression._expression, expression._list, expression._verbose, expression._dryRun, expression._explain,
            expression._duration, expression._pid, expression._output])
            command.Options.Add(option);
        command.SetAction(parsed => expression.Run(invocation, parsed));
    }

    private int Run(Invocation invocation, ParseResult parsed)
    {
        invocation.ThrowIfFollowing("trace -e");
        bool isJson = parsed.GetValue(_output) == "json";
        if (parsed.GetResult(_list) is not null) return List(invocation, parsed.GetValue(_list) ?? "*", parsed.GetValue(_verbose), isJson);
        if (parsed.GetValue(_expression) is not { } text)
            throw new UsageException("'waggle trace' wants a topic, such as exec, or an expression: -e 'HOOK => STATEMENT'.", "'waggle trace --help' shows both.");
        TraceOptions options = new() { Pid = parsed.GetValue(_pid) };
        return Run(invocation, text, options, parsed, isJson);
    }

    private int Run(Invocation invocation, string text, TraceOptions options, ParseResult parsed, bool isJson)
    {
        TraceScript script;
        try
        {
            script = TraceScript.Compile(text, options);
        }
        catch (TraceException error)
        {
            // Each problem beneath its line: more than the few lines that errors have elsewhere.
            invocation.Error.Write("waggle: ");
            foreach (string line in error.Message.Split('\n')) invocation.Error.WriteLine(SafeText.Clean(line));
            return ExitCode.Usage;
        }

        using Stream stream = invocation.OpenOutput();
        if (parsed.GetValue(_explain) || parsed.GetValue(_dryRun))
        {
            using CommandOutput output = new(stream, isJson, isTerminal: false);
            Explain(output, script, parsed.GetValue(_explain));
            return ExitCode.Success;
        }

        using StopRequest stop = new();
        using TraceRun run = TraceRun.Start(script);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        if (parsed.GetValue(_duration) is { } duration) end.CancelAfter(duration);
        string hooks = script.Hooks.Length == 1 ? $"{script.Hooks[0]}" : $"{script.Hooks.Length} hooks";
        invocation.Error.WriteLine($"waggle: attached to {hooks}");
        Print(run, stream, isJson, end.Token);
        if (run.Counts.Lost > 0) invocation.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waggle: {run.Counts.Lost} records lost: they came faster than they were printed"));
        return ExitCode.Success;
    }

    private static void Print(TraceRun run, Stream stream, bool isJson, CancellationToken end)
    {
        if (isJson)
        {
            using TraceJson json = new(stream);
            run.Run(json, end);
        }
        else
        {
            using TraceText text = new(stream);
            run.Run(text, end);
        }
    }

    private static void Explain(CommandOutput output, TraceScript script, bool isInFull)
    {
        if (output.IsJson)
        {
            output.Json(json =>
            {
                json.WriteStartArray("hooks");
                foreach (Hook hook in script.Hooks) json.WriteStringValue(hook.ToString());
                json.WriteEndArray();
                json.WriteStartArray("maps");
                foreach (ScriptMap map in script.Maps) json.WriteStringValue(map.Name);
                json.WriteEndArray();
                json.WriteNumber("instructions", script.Object.Programs.Sum(p => p.Instructions.Length));
                if (isInFull) json.WriteString("csharp", script.Source);
            });
            return;
        }

        for (int i = 0; i < script.Hooks.Length; i++)
        {
            var program = script.Object.Programs[i];
            output.Text($"{script.Hooks[i]}  {program.Instructions.Length} instructions");
        }

        if (!isInFull) return;
        output.Text("");
        foreach (string line in script.Source.Split('\n').Where(l => !l.StartsWith("#line", StringComparison.Ordinal) && l.Trim().Length > 0)) output.Text(line.TrimEnd());
        foreach (var program in script.Object.Programs)
        {
            output.Text("");
            foreach (string line in ProgramListing.Lines(program, script.Object.Btf)) output.Text(line);
        }
    }

    private static int List(Invocation invocation, string pattern, bool isVerbose, bool isJson)
    {
        using Stream stream = invocation.OpenOutput();
        using CommandOutput output = new(stream, isJson, isTerminal: false);
        bool isAny = false;
        foreach (string name in HookList.Find(pattern))
        {
            isAny = true;
            string[] fields = isVerbose && name.StartsWith("tracepoint:", StringComparison.Ordinal) ? [.. HookList.Fields(name)] : [];
            if (isJson)
            {
                output.Json(json =>
                {
                    json.WriteString("hook", name);
                    if (!isVerbose) return;
                    json.WriteStartArray("args");
                    foreach (string field in fields) json.WriteStringValue(field);
                    json.WriteEndArray();
                });
                continue;
            }

            output.Text(name);
            foreach (string field in fields) output.Text($"    {field}");
        }

        return isAny ? ExitCode.Success : throw new InputException($"No hook matches '{pattern}'.");
    }
}
