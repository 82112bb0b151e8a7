package org.ocellus.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of all commands. */
@Command(
    name = "ocellus",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Ocellus finds pictures: by keyword, by a sentence about them, and by how they look."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ocellus demo                                 see it at work on 1,871 emoji",
      "  ocellus index photos --index photos.index    make photos searchable",
      "  ocellus search --index photos.index 'lisbon -night'",
      "  ocellus search --index photos.index --image query.jpg --limit 5",
      "",
      "  ocellus train … (describe, evaluate, explain, quantize, interpolate, align,",
      "                   train-captioner, evaluate-captioner)",
      "                                               make a model of one's own",
      "  ocellus bench …                              measure speed and quality",
      "",
      "Exit codes: 0 done, 1 done with failures, 2 wrong use, 3 cannot, 130 stopped.",
      "Set OCELLUS_DEBUG=1 to see stack traces."
    },
    subcommands = {
      DemoCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      FacetsCommand.class,
      InfoCommand.class,
      ReindexCommand.class,
      VerifyCommand.class,
      BackupCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      OptimizeCommand.class,
      LabelCommand.class,
      CaptionCommand.class,
      EmbedCommand.class,
      CalibrateCommand.class,
      DuplicatesCommand.class,
      FilterCommand.class,
      HelpCommand.class
    })
final class OcellusCommand {}
