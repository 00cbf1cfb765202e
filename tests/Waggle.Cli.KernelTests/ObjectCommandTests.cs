using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waggle.Linux.KernelTests;

namespace Waggle.Cli.KernelTests;

/// <summary>The commands prog, map, link and btf on what the test loads, against bpftool on the same.</summary>
public class ObjectCommandTests
{
    private const string LongName = "a_name_longer_than_the_kernel_keeps";
    private const int XdpDrop = 1, XdpPass = 2;

    [Fact]
    public void Prog_LoadedAndPinned_IsShownAsBpftoolShowsIt()
    {
        using TestPins pins = Load(out _);

        JsonElement shown = Json("prog", "show", $"{pins.Path}/{LongName}");
        string id = shown.GetProperty("id").GetRawText();
        JsonElement listed = JsonLines("prog", "list").Single(p => p.GetProperty("id").GetRawText() == id);
        JsonElement byTag = JsonLines("prog", "show", "tag", shown.GetProperty("tag").GetString()!).Single(p => p.GetProperty("id").GetRawText() == id);

        AssertAgree(Bpftool.Run("prog", "show", "id", id), shown, except: "name"); // the older bpftool cuts it
        Assert.Equal(LongName, shown.GetProperty("name").GetString());
        Assert.Equal(shown.GetRawText(), listed.GetRawText());
        Assert.Equal(shown.GetRawText(), byTag.GetRawText());
        Assert.Contains(LongName, Run("prog", "list").Output, StringComparison.Ordinal);
        Assert.Contains("machine code", Run("prog", "show", "id", id).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgDump_LoadedProgram_IsBpftoolsListing()
    {
        using TestPins pins = Load(out _);
        string id = Json("prog", "show", $"{pins.Path}/{LongName}").GetProperty("id").GetRawText();

        JsonElement[] ours = JsonLines("prog", "dump", "id", id);
        CommandLine.Result text = Run("prog", "dump", id);

        JsonElement[] theirs = [.. Bpftool.Run("prog", "dump", "xlated", "id", id).EnumerateArray()];
        // An older bpftool prints the address of a CPU's own variable (Linux 6.10) as the plain move that it looks like.
        Assert.Equal(theirs.Select(i => i.GetProperty("disasm").GetString()!.Replace("&(void __percpu *)(r0)", "r0", StringComparison.Ordinal)),
            ours.Select(i => i.GetProperty("disasm").GetString()!.Replace("&(void __percpu *)(r0)", "r0", StringComparison.Ordinal)));
        Assert.Contains("; count->x++;  @ inspected.bpf.c:", text.Output, StringComparison.Ordinal);
        Assert.StartsWith($"{LongName}:\n", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgRun_OnAPacket_SaysWhatItReturned()
    {
        using TestPins pins = Load(out _);
        string packet = pins.Write("packet", new byte[64]), packetOut = pins.Write("out", []);

        JsonElement passed = Json("prog", "run", $"{pins.Path}/{LongName}", "--data-in", packet, "--data-out", packetOut, "--repeat", "3");
        Run("map", "update", $"{pins.Path}/sessions_map", "key", """{"host":1}""", "value", "{}");
        CommandLine.Result dropped = Run("prog", "run", $"{pins.Path}/{LongName}", "--data-in", packet);

        Assert.Equal((XdpPass, 64), (passed.GetProperty("retval").GetInt32(), passed.GetProperty("data_size_out").GetInt32()));
        Assert.Equal(64, new FileInfo(packetOut).Length);
        Assert.StartsWith($"Return value: {XdpDrop} ", dropped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_WrittenByFieldNames_IsReadBackAndDumpedAsBpftoolDoes()
    {
        using TestPins pins = Load(out _);
        string map = $"{pins.Path}/sessions_map";
        const string Key = """{"host":16909060,"port":80,"family":2}""";
        const string Value = """
            {"id":7,"state":"STATE_OPEN","points":[{"x":-1,"y":2},{"x":3,"y":4}],"name":"eve","level":-5,"active":true,"bytes":18446744073709551615,"mac":[1,2,3,4,5,255]}
            """;

        Assert.Equal(0, Run("map", "update", map, "key", Key, "value", Value, "noexist").ExitCode);
        CommandLine.Result again = CommandLine.Run("map", "update", map, "key", Key, "value", Value, "noexist");
        JsonElement ours = JsonLines("map", "dump", map).Single();
        JsonElement found = Json("map", "lookup", "pinned", map, "key", "hex", "04030201", "50", "00", "02", "00");

        JsonElement theirs = Bpftool.Run("map", "dump", "pinned", map).EnumerateArray().Single().GetProperty("formatted");
        Assert.Equal(Canonical(theirs), Canonical(ours));
        Assert.Equal(Value.Trim(), ours.GetProperty("value").GetRawText());
        Assert.Equal(ours.GetRawText(), found.GetRawText());
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("EEXIST", again.Error, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"eve\"", Run("map", "dump", map).Output, StringComparison.Ordinal);

        Assert.Equal(0, Run("map", "delete", map, "key", Key).ExitCode);
        Assert.Equal(1, CommandLine.Run("map", "lookup", map, "key", Key).ExitCode);
        Assert.Equal(1, CommandLine.Run("map", "delete", map, "key", Key).ExitCode);
    }

    [Theory]
    [InlineData("""{"no_such_field":1}""", "There is no field 'no_such_field'; there are id, state,")]
    [InlineData("""{"state":"STATE_LOST"}""", "one of STATE_NEW, STATE_OPEN, STATE_CLOSED")]
    [InlineData("""{"id":-1}""", "Field 'id' should be an unsigned number of 4 bytes, and is -1.")]
    [InlineData("""{"points":[{},{},{}]}""", "Field 'points' should be an array of at most 2 elements")]
    [InlineData("""{"name":"far too long"}""", "a text of at most 8 bytes")]
    public void MapUpdate_JsonThatDoesNotFit_NamesTheField(string value, string expected)
    {
        using TestPins pins = Load(out _);

        CommandLine.Result result = CommandLine.Run("map", "update", $"{pins.Path}/sessions_map", "key", "{}", "value", value);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MapDump_ValuesOfEachCpu_AreThoseOfBpftool()
    {
        using TestPins pins = Load(out _);
        string map = $"{pins.Path}/counts_map";

        Assert.Equal(0, Run("map", "update", map, "key", "1", "value", """{"x":3,"y":-4}""").ExitCode);
        JsonElement[] ours = JsonLines("map", "dump", map);

        JsonElement[] theirs = [.. Bpftool.Run("map", "dump", "pinned", map).EnumerateArray().Select(e => e.GetProperty("formatted"))];
        Assert.Equal(theirs.Select(Canonical), ours.Select(Canonical));
        Assert.Equal(-4, ours[1].GetProperty("values")[0].GetProperty("value").GetProperty("y").GetInt32());
    }

    [Fact]
    public void Map_CreatedWithoutTypes_IsSeenAsBytes()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string map = $"{pins.Path}/plain";

        Assert.Equal(0, Run("map", "create", map, "--type", "hash", "--key", "4", "--value", "2", "--entries", "8").ExitCode);
        Assert.Equal(0, Run("map", "update", map, "key", "1", "value", "-2").ExitCode);

        Assert.Equal("""{"key":["0x01","0x00","0x00","0x00"],"value":["0xfe","0xff"]}""", JsonLines("map", "dump", map).Single().GetRawText());
        AssertAgree(Bpftool.Run("map", "show", "pinned", map), Json("map", "show", map));
        CommandLine.Result wrong = CommandLine.Run("map", "update", map, "key", "1", "2", "value", "3");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("The key has 4 bytes, and 2 were given.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgAttach_ToATracepoint_StaysUntilDetached()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string file = Assemble(pins, "raw_tp/sched_process_exec");
        Assert.Equal(0, Run("prog", "load", file, $"{pins.Path}/loaded").ExitCode);
        string program = $"{pins.Path}/loaded/program", link = $"{pins.Path}/link";

        JsonElement attached = Json("prog", "attach", "pinned", program, "--to", "raw_tp/sched_process_exec", "--pin", link);
        string id = attached.GetProperty("link_id").GetRawText();
        JsonElement shown = Json("link", "show", link);

        AssertAgree(Bpftool.Run("link", "show", "id", id), shown);
        Assert.Equal(("raw_tracepoint", "sched_process_exec"), (shown.GetProperty("type").GetString(), shown.GetProperty("tp_name").GetString()));
        Assert.Contains(JsonLines("link", "list"), l => l.GetProperty("id").GetRawText() == id);
        Assert.Contains("raw_tp sched_process_exec", Run("link", "list").Output, StringComparison.Ordinal);
        CommandLine.Result forced = CommandLine.Run("link", "detach", "id", id);
        Assert.Equal(3, forced.ExitCode);
        Assert.Contains("pins are removed", forced.Error, StringComparison.Ordinal);
        CommandLine.Result wrongHook = CommandLine.Run("prog", "attach", program, "--to", "xdp", "--interface", "lo", "--pin", $"{pins.Path}/other");
        Assert.Contains("that hook takes Xdp programs", wrongHook.Error, StringComparison.Ordinal);

        Assert.Equal(0, Run("prog", "detach", link).ExitCode);
        Assert.True(SpinWait.SpinUntil(() => CommandLine.Run("link", "show", "id", id).ExitCode == 1, TimeSpan.FromMinutes(1))); // the kernel lets go a moment later
        Assert.NotEqual(0, CommandLine.Run("prog", "detach", link).ExitCode);
    }

    [Fact]
    public void ProgLoad_WhereNothingCanBePinned_LeavesNothing()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string file = Assemble(pins, "xdp"), folder = Path.Combine(Path.GetDirectoryName(file)!, "no-bpf");

        CommandLine.Result result = CommandLine.Run("prog", "load", file, folder);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("is on no BPF file system (mount -t bpf", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void BtfDump_ObjectFile_IsWhatBpftoolPrints()
    {
        using TestPins pins = Load(out string file);
        string map = Json("map", "show", $"{pins.Path}/sessions_map").GetProperty("btf_id").GetRawText();

        string[] fromFile = [.. JsonLines("btf", "dump", file).Select(Canonical)], fromKernel = [.. JsonLines("btf", "dump", "id", map).Select(Canonical)];
        string[] raw = Run("btf", "dump", file).OutputLines;

        JsonElement[] theirs = [.. Bpftool.Run("btf", "dump", "file", file).GetProperty("types").EnumerateArray()];
        // A compiler leaves sizes and places in data sections to whoever links or loads the object, as reading it does here.
        string[] expected = [.. theirs.Where(t => t.GetProperty("kind").GetString() != "DATASEC").Select(Canonical)];
        Assert.Equal(expected, fromFile.Where(t => !t.Contains("\"kind\":\"DATASEC\"", StringComparison.Ordinal)));
        Assert.Equal(theirs.Length, fromKernel.Length);
        Assert.Contains("\t'points' type_id=", string.Join('\n', raw), StringComparison.Ordinal);
        Assert.Equal(theirs.Length, raw.Count(l => l.StartsWith('[')));
    }

    [Fact]
    public void BtfDump_AsC_IsAHeaderWithTheNamedTypeAndWhatItNeeds()
    {
        using TestPins pins = Load(out string file);

        string header = Run("btf", "dump", file, "--type", "session", "--format", "c").Output;

        Assert.Contains("struct session {", header, StringComparison.Ordinal);
        Assert.Contains("struct point points[2];", header, StringComparison.Ordinal);
        Assert.DoesNotContain("struct address {", header, StringComparison.Ordinal);
        CommandLine.Result missing = CommandLine.Run("btf", "dump", file, "--type", "no_such_type");
        Assert.Equal((1, "waggle: There is no type 'no_such_type'.\n"), (missing.ExitCode, missing.Error));
    }

    [Fact]
    public void BtfShow_OfAMap_NamesItsUsers()
    {
        using TestPins pins = Load(out _);
        JsonElement map = Json("map", "show", $"{pins.Path}/sessions_map");
        string id = map.GetProperty("btf_id").GetRawText();

        JsonElement ours = Json("btf", "show", "id", id), theirs = Bpftool.Run("btf", "show", "id", id);

        Assert.Equal(theirs.GetProperty("size").GetUInt32(), ours.GetProperty("size").GetUInt32());
        foreach (string users in new[] { "prog_ids", "map_ids" })
            Assert.Equal(theirs.GetProperty(users).EnumerateArray().Select(e => e.GetUInt32()).Order(), ours.GetProperty(users).EnumerateArray().Select(e => e.GetUInt32()).Order());
        Assert.Contains("vmlinux", Run("btf", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TopPrograms_ProgramThatRuns_IsCounted()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string file = Assemble(pins, "raw_tp/sys_enter");
        Run("prog", "load", file, $"{pins.Path}/loaded", "--autoattach");
        string id = Json("prog", "show", $"{pins.Path}/loaded/program").GetProperty("id").GetRawText();

        JsonElement[] intervals = JsonLines("top", "programs", "--interval", "0.2", "--count", "2");

        Assert.Equal(2, intervals.Length);
        JsonElement ours = intervals[1].GetProperty("programs").EnumerateArray().Single(p => p.GetProperty("id").GetRawText() == id);
        Assert.Equal("raw_tracepoint", ours.GetProperty("type").GetString());
        Assert.NotEqual(0UL, ours.GetProperty("runs").GetUInt64()); // our own system calls, if nobody else's
        Assert.NotEqual(0UL, ours.GetProperty("run_time_ns").GetUInt64());
        Assert.True(ours.GetProperty("total_run_cnt").GetUInt64() >= ours.GetProperty("runs").GetUInt64());
        string text = Run("top", "programs", "--interval", "0.2", "--count", "1").Output;
        Assert.Contains("BPF programs of this machine", text, StringComparison.Ordinal);
        Assert.Contains(" program ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WithoutPrivileges_SaysWhatIsMissingAndReturns3()
    {
        KernelAccess.Require();

        foreach (string topic in new[] { "prog", "map", "link", "btf" })
        {
            CommandLine.Result result = CommandLine.RunUnprivileged(topic, "list");
            Assert.Equal((3, ""), (result.ExitCode, result.Output));
            Assert.Contains("CAP_SYS_ADMIN", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ProgLoad_TypesOfAnotherKernel_DecideWhatIsThere()
    {
        KernelAccess.Require();
        using TestPins pins = new();
        string file = pins.Write("foreign.o", Clang.Compile("foreign.bpf.c")), folder = $"{pins.Path}/foreign";

        CommandLine.Result here = CommandLine.Run("prog", "load", file, folder);
        Run("prog", "load", file, folder, "--btf", file);

        Assert.NotEqual(0, here.ExitCode);
        Assert.Contains("waggle_number", here.Error, StringComparison.Ordinal);
        Assert.Equal("reads_number", Json("prog", "show", $"{folder}/reads_number").GetProperty("name").GetString());
    }

    private static TestPins Load(out string file)
    {
        KernelAccess.Require();
        byte[] bytes = Clang.Compile("inspected.bpf.c");
        TestPins pins = new();
        file = pins.Write("inspected.bpf.o", bytes);
        CommandLine.Result result = CommandLine.Run("prog", "load", file, pins.Path, "--pin-maps");
        if (result.ExitCode != 0) pins.Dispose();
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return pins;
    }

    private static string Assemble(TestPins pins, string section)
    {
        string source = pins.Write("program.s", "r0 = 0\nexit"u8.ToArray()), target = Path.ChangeExtension(source, ".o");
        Assert.Equal(0, CommandLine.Run("asm", source, "-o", target, "-s", section).ExitCode);
        return target;
    }

    private static CommandLine.Result Run(params string[] arguments)
    {
        CommandLine.Result result = CommandLine.Run(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result;
    }

    private static JsonElement[] JsonLines(params string[] arguments) => KernelTests.Json.Lines(Run([.. arguments, "--output", "json"]).Output);

    private static JsonElement Json(params string[] arguments) => JsonLines(arguments).Single();

    /// <summary>What both tools say must be the same; each may say more.</summary>
    private static void AssertAgree(JsonElement theirs, JsonElement ours, params string[] except)
    {
        string[] common = [.. theirs.EnumerateObject().Select(p => p.Name).Where(name => !except.Contains(name) && ours.TryGetProperty(name, out _))];
        Assert.True(common.Length >= 3, string.Create(CultureInfo.InvariantCulture, $"{common.Length} names in common"));
        string[] changing = ["loaded_at", "map_ids"];
        foreach (string name in common.Except(changing)) Assert.Equal((name, theirs.GetProperty(name).GetRawText()), (name, ours.GetProperty(name).GetRawText()));
    }

    // Without spaces, and the same characters escaped.
    private static string Canonical(JsonElement json) => JsonNode.Parse(json.GetRawText())!.ToJsonString();
}
