#!/bin/bash
# Arranges the public pictures that the recipe fovea.yaml learns from, by hard links:
#
#   prepare-fovea.sh TINY_IMAGENET FLICKR8K_IMAGES FLICKR8K_TEXTS CLOTHING FLOWERS CLIPART EMOJI OUT
#
#   TINY_IMAGENET    tiny-imagenet-200, with train/, val/ and words.txt (cs231n.stanford.edu)
#   FLICKR8K_IMAGES  the folder of Flickr8k's photographs
#   FLICKR8K_TEXTS   Flickr8k.token.txt and Flickr_8k.{train,dev,test}Images.txt
#   CLOTHING         github.com/alexeygrigorev/clothing-dataset-small
#   FLOWERS          flower_photos-resised_{train,test}, of
#                    github.com/RlNZLER/Image-Text-Matching, dataset_for_transformer_classifier
#   CLIPART          Debian's package openclipart-png, /usr/share/openclipart/png
#   EMOJI            the gallery that ./ocellus demo makes, in ~/.cache/ocellus/gallery
#
# and a teacher: copy a model folder of MobileNetV2 (1.0, 224 px, ImageNet; ours has the weights of
# tf2_mobilenet_v2_1.0_224_ptq.tflite of github.com/google-coral/test_data) to OUT/teacher.
set -euo pipefail
tiny=$1 photos=$2 texts=$3 clothing=$4 flowers=$5 clipart=$6 emoji=$7 out=$8
mkdir -p "$out"
cp -al "$tiny" "$out/tiny-imagenet-200"
# every third of its training pictures, for fovea-sentences.yaml
find "$tiny/train" -name '*.JPEG' | sort | awk 'NR % 3 == 0' | while read -r file; do
  class=$(basename "$(dirname "$(dirname "$file")")")
  mkdir -p "$out/tiny-imagenet-third/$class"
  cp -l "$file" "$out/tiny-imagenet-third/$class/"
done
# its validation pictures with the words of their classes
awk -F'\t' 'NR == FNR { gsub(/"/, ""); words[$1] = $2; next }
  { printf "{\"path\":\"images/%s\",\"keywords\":[\"%s\"],\"wnid\":\"%s\"}\n", $1, words[$2], $2 }' \
  "$tiny/words.txt" "$tiny/val/val_annotations.txt" > "$out/val.tmp"
mv "$out/val.tmp" "$out/tiny-imagenet-200/val/words.jsonl"
for split in train dev test; do
  mkdir -p "$out/flickr8k/$split"
  tr -d '\r' < "$texts/Flickr_8k.${split}Images.txt" | while read -r name; do
    [ -z "$name" ] || cp -l "$photos/$name" "$out/flickr8k/$split/$name"
  done
done
# each photograph with its five captions
tr -d '\r' < "$texts/Flickr8k.token.txt" | awk -F'\t' -v out="$out/flickr8k" '
  NR == FNR { split_of[$1] = $2; next }
  { name = $1; sub(/#[0-9]+$/, "", name); gsub(/["\\]/, "", $2)
    comma = name in said ? "," : ""
    said[name] = said[name] comma "\"" $2 "\"" }
  END { for (name in split_of)
    printf "{\"path\":\"%s/%s\",\"split\":\"%s\",\"captions\":[%s]}\n",
      split_of[name], name, split_of[name], said[name] }
' <(for split in train dev test; do
      tr -d '\r' < "$texts/Flickr_8k.${split}Images.txt" | sed "/^$/d; s/\$/\t$split/"
    done) - | sort > "$out/flickr8k/captions.jsonl"
for split in train validation test; do cp -al "$clothing/$split" "$out/clothing-$split"; done
cp -al "$flowers"/flower_photos-resised_train "$out/flowers-train"
cp -al "$flowers"/flower_photos-resised_test "$out/flowers-test"
# every second drawing is held out
number=0
(cd "$clipart" && find . -name '*.png' -type f | sort) | while read -r name; do
  half=$([ $((number % 2)) = 0 ] && echo train || echo test)
  mkdir -p "$out/clipart-$half/$(dirname "$name")"
  cp -l "$clipart/$name" "$out/clipart-$half/$name"
  number=$((number + 1))
done
mkdir -p "$out/emoji"
cp -al "$emoji/emoji" "$out/emoji/emoji"
cp "$emoji/emoji.jsonl" "$out/emoji/"
